using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.CredentialPages;

/// <summary>Credentials of a tenant: all, or those that were searched for.</summary>
/// <param name="Found">Newest batches first.</param>
/// <param name="Next">Cursor of the page after; null: there is none.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="Text">What was searched for; null: nothing.</param>
/// <param name="IsBad">Nothing can be like that.</param>
public sealed record CredentialsFound(
    IReadOnlyList<(StoredCredential Credential, Batch Batch)> Found, CredentialId? Next, bool IsFirst, string? Text = null, bool IsBad = false);

/// <summary>A credential as its tenant sees it.</summary>
/// <param name="Credential">As stored.</param>
/// <param name="Batch">Its batch.</param>
/// <param name="Achievement">Name of what was achieved.</param>
/// <param name="ValidFrom">Issuance date.</param>
/// <param name="ValidUntil">Expiration date.</param>
public sealed record CredentialDetail(StoredCredential Credential, Batch Batch, string Achievement, DateTimeOffset ValidFrom, DateTimeOffset? ValidUntil)
{
    public required string VerifyUrl { get; init; }

    /// <summary>When the recipient asked for the erasure; null: they did not, or it is done.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>For states that end.</summary>
    public required DateTimeOffset Now { get; init; }

    public static async Task<CredentialDetail> OfAsync(ConsoleCall call, StoredCredential credential, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(credential);
        var (achievement, from, until) = Read(credential);
        var request = credential.ErasedAt is null
            ? await call.Core.ErasureRequests.FindAsync(credential.Tenant, credential.Environment, credential.Id, call.Aborted)
            : null;
        return new CredentialDetail(credential, batch, achievement, from, until)
        {
            VerifyUrl = call.Core.Urls.Page(credential.Id),
            RequestedAt = request?.RequestedAt,
            Now = call.Core.Time.GetUtcNow(),
        };
    }

    /// <summary>From what will be signed, then from what was.</summary>
    private static (string Achievement, DateTimeOffset From, DateTimeOffset? Until) Read(StoredCredential credential)
    {
        if (credential.Input is { } input)
        {
            var signed = SignedPart.Deserialize(input);
            using var achievement = JsonDocument.Parse(signed.Achievement);
            return (achievement.RootElement.GetProperty("name").GetString()!, signed.ValidFrom, signed.ValidUntil);
        }

        using var document = JsonDocument.Parse(credential.Document!);
        var root = document.RootElement;
        return (
            root.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("name").GetString()!,
            root.GetProperty("validFrom").GetDateTimeOffset(),
            root.TryGetProperty("validUntil", out var until) ? until.GetDateTimeOffset() : null);
    }
}

/// <summary>What is asked before a credential is revoked.</summary>
/// <param name="Id">Which.</param>
/// <param name="Code">What was chosen.</param>
/// <param name="Reason">What was written.</param>
/// <param name="ReplacedBy">What was written.</param>
/// <param name="Faults">Names of the fields that were refused.</param>
public sealed record RevocationForm(CredentialId Id, string Code, string Reason, string ReplacedBy, IReadOnlyList<string> Faults);

/// <summary>What is asked before a credential is erased.</summary>
/// <param name="Id">Which.</param>
/// <param name="Requester">What was chosen.</param>
/// <param name="VerifiedAt">What was written.</param>
/// <param name="RequestedAt">When its recipient asked for it; null: they did not.</param>
/// <param name="Faults">Names of the fields that were refused.</param>
public sealed record ErasureForm(CredentialId Id, string Requester, string VerifiedAt, DateTimeOffset? RequestedAt, IReadOnlyList<string> Faults)
{
    /// <summary>What is to be typed: the last six characters of the id.</summary>
    public string Confirmation => Id.Value[^6..];
}

/// <summary>Recipients' requests of erasure that wait.</summary>
/// <param name="Requests">By the time of their batches.</param>
/// <param name="Next">Cursor of the page after; null: there is none.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
public sealed record ErasureRequestList(IReadOnlyList<RecipientErasureRequest> Requests, CredentialId? Next, bool IsFirst);
