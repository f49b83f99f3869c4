using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Console;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Console;

/// <summary>A browser at the console: it keeps cookies, follows no redirect and sends forms as pages make them.</summary>
internal sealed partial class Browser(Service service)
{
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Headers of every request, such as those of a proxy.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public string? Session
    {
        get => Cookies.GetValueOrDefault(CookieName);
        set => Cookies[CookieName] = value!;
    }

    private string CookieName => service.Host.Node.Core.Urls.PublicOrigin.StartsWith("https:", StringComparison.Ordinal) ? "__Host-lrn_console" : "lrn_console";

    public static async Task<Browser> OfTenantAsync(Service service, string key)
    {
        var browser = new Browser(service);
        var answer = await browser.SignInAsync(key);
        Assert.True(answer.Status == 303, answer.Text);
        return browser;
    }

    public static async Task<Browser> OfOperatorAsync(Service service, string token)
    {
        var browser = new Browser(service);
        await browser.GetAsync("/console/login");
        var answer = await browser.PostAsync("/console/login/operator", [("token", token)], from: "/console/login");
        Assert.True(answer.Status == 303, answer.Text);
        return browser;
    }

    public async Task<Answer> SignInAsync(string key) => await PostAsync("/console/login", [("key", key)], from: "/console/login");

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    /// <summary>Sends a form with the token that the page <paramref name="from"/> has.</summary>
    public async Task<Answer> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, string from = "/console", Action<HttpRequestMessage>? prepare = null)
    {
        var page = await GetAsync(from);
        return await SendAsync(HttpMethod.Post, path, [.. fields, (FormToken.Field, TokenIn(page.Text))], prepare);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, IEnumerable<(string Name, string Value)>? fields, Action<HttpRequestMessage>? prepare)
    {
        var answer = await service.SendAsync(method, path, prepare: request =>
        {
            if (Cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
            }

            foreach (var (name, value) in Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            if (fields is not null)
            {
                request.Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
            }

            prepare?.Invoke(request);
        });
        foreach (var cookie in answer.All("Set-Cookie"))
        {
            var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }

        return answer;
    }

    public static string TokenIn(string html) => WebUtility.HtmlDecode(TokenPattern().Match(html) is { Success: true } match ? match.Groups["token"].Value : throw new InvalidDataException("The page has no form"));

    [GeneratedRegex("name=\"form_token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TokenPattern();
}
