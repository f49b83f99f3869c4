using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests.Claims;

/// <summary>A service whose mails become files of a folder.</summary>
public class ClaimService : Service
{
    private readonly MailFolder mails = new();

    private int students;

    public string Mails => mails.FullName;

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicLimits.CallsPerMinute = 1_000_000;
        product.Mail.Transport = "folder";
        product.Mail.Folder = mails.FullName;
    }

    /// <summary>An anchored credential with its claim link's secret, out of the mail.</summary>
    public async Task<(string Id, string Token)> SentAsync(string key, string? name = null)
    {
        var address = $"student-{Interlocked.Increment(ref students)}@students.example";
        var batch = await AnchoredAsync(key, Requests.Of(1, credential =>
        {
            credential["recipient"]!["email"] = address;
            credential["recipient"]!["name"] = name ?? "Ada Lovelace";
        }));
        return ((string)batch["credentials"]![0]!["id"]!, await TokenAsync(address));
    }

    /// <inheritdoc cref="MailFolder.TokenAsync"/>
    public Task<string> TokenAsync(string address, int mail = 1) => mails.TokenAsync(address, mail);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        mails.Delete();
    }

    public Task<Answer> ClaimAsync(JsonNode body) => SendAsync(HttpMethod.Post, "/v1/claims", prepare: request => request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public Task<Answer> ClaimAsync(string token) => ClaimAsync(new JsonObject { ["token"] = token });

    public Task<Answer> FormAsync(string path, string? cookie, params (string Name, string Value)[] fields) => SendAsync(HttpMethod.Post, path, prepare: request =>
    {
        request.Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
    });

    public Task<Answer> PageAsync(string id, string? cookie) => SendAsync(HttpMethod.Get, "/c/" + id, prepare: request =>
    {
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
    });

    /// <summary>Name and value of the session's cookie.</summary>
    public static string CookieOf(Answer claimed) => claimed["Set-Cookie"]!.Split(';')[0];
}

/// <summary>The same with the limits of public calls that the product has by itself.</summary>
public sealed class LimitedClaimService : ClaimService
{
    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicLimits.CallsPerMinute = new PublicLimitOptions().CallsPerMinute;
    }
}
