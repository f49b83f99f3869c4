using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    // The published example of Standard Webhooks: secret, id, time, body and signature are those of the specification's own libraries.
    private const string Known = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly EventId Id = new("msg_p5jXN8AQM9LWM0D4loKWxJek");
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void The_published_example_of_Standard_Webhooks_has_its_published_signature()
    {
        using var secret = Secret(Convert.FromBase64String(Known));
        var headers = Headers(secret);

        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", headers["webhook-id"]);
        Assert.Equal("1614265330", headers["webhook-timestamp"]);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    [Fact]
    public void The_own_signature_has_the_whole_text_of_the_secret_as_its_key()
    {
        using var secret = Secret(Convert.FromBase64String(Known));

        // By Python's hmac: key "whsec_" + Known.
        Assert.Equal("t=1614265330,v1=2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964", Headers(secret)["X-LearnCoin-Signature"]);
    }

    [Fact]
    public void During_a_rotation_both_secrets_sign_the_current_one_first()
    {
        using var current = Secret([.. Enumerable.Range(0, 32).Select(static i => (byte)i)]);
        using var previous = Secret(Convert.FromBase64String(Known));
        var headers = Headers(current, previous);

        // By Python's hmac.
        Assert.Equal(
            "t=1614265330,v1=8dbc842b6599c1be049900723cebba01cdec937f060d8d59fd18e8efade1dbb7,v1=2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964",
            headers["X-LearnCoin-Signature"]);
        Assert.Equal("v1,O4Gjv1HqPqsMrjmczoggs/sWA8gZD0VyHG+fLh4+ktI= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    [Fact]
    public void The_other_headers_say_which_event_which_attempt_and_which_request()
    {
        using var secret = Secret(new byte[32]);
        var headers = Headers(secret);

        Assert.Equal(Id.Value, headers["X-LearnCoin-Event-Id"]);
        Assert.Equal("3", headers["X-LearnCoin-Delivery-Attempt"]);
        Assert.Equal("req_01KAMN8E4T9V7Q2W5X3Y6Z0ABC", headers["X-Request-Id"]);
        Assert.StartsWith("LearnCoin", headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public void One_changed_byte_changes_both_signatures()
    {
        using var secret = Secret(new byte[32]);
        var changed = Body.ToArray();
        changed[^1] ^= 1;
        var (one, other) = (Headers(secret), WebhookSignature.Headers(Id, Time, changed, [secret], 3, "req_").ToDictionary());

        Assert.NotEqual(one["X-LearnCoin-Signature"], other["X-LearnCoin-Signature"]);
        Assert.NotEqual(one["webhook-signature"], other["webhook-signature"]);
    }

    [Fact]
    public void No_secret_no_signature() =>
        Assert.Throws<ArgumentException>(() => WebhookSignature.Headers(Id, Time, Body, [], 1, "req_"));

    private static Dictionary<string, string> Headers(params PinnedSecret[] secrets) =>
        WebhookSignature.Headers(Id, Time, Body, secrets, 3, "req_01KAMN8E4T9V7Q2W5X3Y6Z0ABC").ToDictionary();

    private static PinnedSecret Secret(byte[] bytes)
    {
        var secret = new PinnedSecret(bytes.Length);
        bytes.CopyTo(secret.Span);
        return secret;
    }
}
