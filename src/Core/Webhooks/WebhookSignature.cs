using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// Headers of a delivery: LearnCoin's own signature and that of Standard Webhooks (github.com/standard-webhooks), over the same body and
/// time. Their keys differ: the one is the whole text that the tenant was shown, the other what its base64 part stands for.
/// </summary>
public static class WebhookSignature
{
    public const string EventIdHeader = "X-LearnCoin-Event-Id";
    public const string SignatureHeader = "X-LearnCoin-Signature";
    public const string AttemptHeader = "X-LearnCoin-Delivery-Attempt";
    public const string RequestIdHeader = "X-Request-Id";
    public const string StandardId = "webhook-id";
    public const string StandardTimestamp = "webhook-timestamp";
    public const string StandardSignature = "webhook-signature";
    public const string UserAgent = "LearnCoin-Webhooks/1";

    /// <param name="id">Of the event: the same for all its deliveries and attempts.</param>
    /// <param name="time">Of the attempt; signed in whole seconds, against replay.</param>
    /// <param name="body">As it is sent.</param>
    /// <param name="secrets">Random parts of the endpoint's secrets, the current one first: one, or two for 24 h after a rotation.</param>
    /// <param name="attempt">1 first.</param>
    /// <param name="requestId"><c>req_…</c>, of this attempt alone.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(
        EventId id, DateTimeOffset time, ReadOnlyMemory<byte> body, IReadOnlyList<PinnedSecret> secrets, int attempt, string requestId)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Count == 0)
        {
            throw new ArgumentException("No secret", nameof(secrets));
        }

        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var own = new StringBuilder("t=").Append(seconds);
        var standard = new StringBuilder();
        foreach (var secret in secrets)
        {
            own.Append(",v1=").Append(Own(secret, seconds, body.Span));
            standard.Append(standard.Length == 0 ? "v1," : " v1,").Append(Standard(secret, id, seconds, body.Span));
        }

        return
        [
            new("User-Agent", UserAgent),
            new(EventIdHeader, id.Value),
            new(SignatureHeader, own.ToString()),
            new(AttemptHeader, attempt.ToString(CultureInfo.InvariantCulture)),
            new(RequestIdHeader, requestId),
            new(StandardId, id.Value),
            new(StandardTimestamp, seconds),
            new(StandardSignature, standard.ToString()),
        ];
    }

    /// <summary>Key: <c>whsec_…</c> as it is, UTF-8. Signed: <c>seconds.body</c>.</summary>
    private static string Own(PinnedSecret secret, string seconds, ReadOnlySpan<byte> body)
    {
        var prefix = WebhookSecrets.Prefix.Length;
        using var text = new PinnedSecret(prefix + Base64.GetMaxEncodedToUtf8Length(secret.Span.Length));
        Encoding.ASCII.GetBytes(WebhookSecrets.Prefix, text.Span);
        Base64.EncodeToUtf8(secret.Span, text.Span[prefix..], out _, out _);
        return Convert.ToHexStringLower(Mac(text.Span, $"{seconds}.", body));
    }

    /// <summary>Key: the random part itself. Signed: <c>id.seconds.body</c>.</summary>
    private static string Standard(PinnedSecret secret, EventId id, string seconds, ReadOnlySpan<byte> body) =>
        Convert.ToBase64String(Mac(secret.Span, $"{id.Value}.{seconds}.", body));

    private static byte[] Mac(ReadOnlySpan<byte> key, string before, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes(before));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
