using System.Text;

namespace LearnCoin.Core.Configuration;

/// <summary>Checks options at start, so that a bad one is refused by name and not found by a user.</summary>
public static class OptionFaults
{
    /// <summary>One sentence for each bad option, beginning with its name; empty when all are good. Never shows a value that may be secret.</summary>
    public static IReadOnlyList<string> Find(LearnCoinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        CheckOrigin(faults, "PublicOrigin", options.PublicOrigin, required: true);
        CheckOrigin(faults, "ApiOrigin", options.ApiOrigin, required: false);
        var anchoring = options.Anchoring;
        Check(faults, anchoring.Confirmations is null or (>= 1 and <= 10_000), "Anchoring:Confirmations", "a whole number from 1 to 10000");
        Check(faults, anchoring.WindowSeconds is >= 0 and <= 60, "Anchoring:WindowSeconds", "a number of seconds from 0 to 60");
        Check(faults, anchoring.PollSeconds is >= 0.05 and <= 30, "Anchoring:PollSeconds", "a number of seconds from 0.05 to 30");
        Check(faults, anchoring.StuckMinutes is >= 1 and <= 1_440, "Anchoring:StuckMinutes", "a number of minutes from 1 to 1440");
        Check(faults, anchoring.MaxFeeGwei is > 0 and <= 100_000, "Anchoring:MaxFeeGwei", "a number of gwei above 0, at most 100000");
        Check(faults, anchoring.MinTipGwei is >= 0 && anchoring.MinTipGwei <= anchoring.MaxFeeGwei, "Anchoring:MinTipGwei", "a number of gwei from 0 to Anchoring:MaxFeeGwei");
        Check(faults, anchoring.MinBaseFeeGwei is >= 0 && anchoring.MinBaseFeeGwei <= anchoring.MaxFeeGwei, "Anchoring:MinBaseFeeGwei", "a number of gwei from 0 to Anchoring:MaxFeeGwei");
        Check(faults, anchoring.BumpAfterSeconds is >= 4 and <= 3_600, "Anchoring:BumpAfterSeconds", "a number of seconds from 4 to 3600");
        Check(faults, anchoring.AnchorCode is "eth" or "base", "Anchoring:AnchorCode", "'eth' or 'base'");
        CheckNetwork(faults, "Anchoring:Test", anchoring.Test);
        CheckNetwork(faults, "Anchoring:Live", anchoring.Live);
        // A lane is found again by its chain id.
        Check(faults, anchoring.Live.ChainId != anchoring.Test.ChainId, "Anchoring:Live:ChainId", "another chain than that of Anchoring:Test");
        Check(
            faults,
            options.Credentials.StatusEntry is "StatusList2021Entry" or "BitstringStatusListEntry",
            "Credentials:StatusEntry",
            "'StatusList2021Entry' or 'BitstringStatusListEntry'");
        Check(faults, options.Intake.MaxOutageHours is > 0 and <= 720, "Intake:MaxOutageHours", "a number of hours above 0, at most 720");
        Check(faults, options.Intake.MaxWaitingRoots is >= 1, "Intake:MaxWaitingRoots", "a whole number of 1 or more");
        Check(faults, options.Proxy.Hops is >= 0 and <= 10, "Proxy:Hops", "a whole number from 0 to 10");
        CheckRate(faults, "PublicLimits:CallsPerMinute", options.PublicLimits.CallsPerMinute);
        CheckRate(faults, "PublicLimits:VerificationsPerMinute", options.PublicLimits.VerificationsPerMinute);
        CheckRate(faults, "PublicLimits:FailedLoginsPerMinute", options.PublicLimits.FailedLoginsPerMinute);
        Check(faults, options.Alerts.Url is null || IsHttp(options.Alerts.Url), "Alerts:Url", "an absolute http or https URL");
        Check(faults, options.RequestLog.RetentionDays is >= 1 and <= 3_650, "RequestLog:RetentionDays", "a whole number of days from 1 to 3650");
        // The attempts of a delivery take up to 3.4 days by themselves.
        Check(faults, options.Webhooks.RetentionDays is >= 4 and <= 3_650, "Webhooks:RetentionDays", "a whole number of days from 4 to 3650");
        faults.AddRange(MailOptionFaults.Find(options.Mail));
        for (var i = 0; i < options.Verification.PublicRpcUrls.Count; i++)
        {
            Check(faults, IsPublicEndpoint(options.Verification.PublicRpcUrls[i]), $"Verification:PublicRpcUrls:{i}", "an absolute https URL (http on loopback) without a user name");
        }

        Check(
            faults,
            options.Auth.OperatorTokenHash is null || (options.Auth.OperatorTokenHash.Length == 64 && options.Auth.OperatorTokenHash.All(char.IsAsciiHexDigit)),
            "Auth:OperatorTokenHash",
            "64 hexadecimal digits, as `learncoin operators new-token` prints them");
        Check(faults, options.Auth.EasyAuth || options.Auth.Operators.Count == 0, "Auth:Operators", "Auth:EasyAuth to be true beside it");
        foreach (var (name, plan) in options.Plans)
        {
            CheckRate(faults, $"Plans:{name}:RequestsPerMinute", plan.RequestsPerMinute);
            Check(faults, plan.MonthlyPriceUsd is null or >= 0, $"Plans:{name}:MonthlyPriceUsd", "a number of 0 or more");
            Check(faults, plan.MonthlyCredentials >= 0, $"Plans:{name}:MonthlyCredentials", "a number of 0 or more");
        }

        return faults;
    }

    private static void CheckNetwork(List<string> faults, string name, NetworkOptions network)
    {
        Check(faults, network.ChainId is 84_532 or 8_453, $"{name}:ChainId", "84532 (Base Sepolia) or 8453 (Base)");
        if (network.RpcUrl is not null)
        {
            Check(faults, IsHttp(network.RpcUrl), $"{name}:RpcUrl", "an absolute http or https URL");
        }

        for (var i = 0; i < network.RpcUrls.Count; i++)
        {
            var url = network.RpcUrls[i];
            Check(faults, IsHttp(url), $"{name}:RpcUrls:{i}", "an absolute http or https URL");
            // One that is named twice would be its own majority.
            Check(faults, network.Endpoints.Count(other => IsSame(other, url)) == 1, $"{name}:RpcUrls:{i}", "another endpoint than the others");
        }

        var endpoints = Math.Max(1, network.Endpoints.Count());
        Check(faults, network.RpcTimeoutSeconds is >= 0.1 and <= 60, $"{name}:RpcTimeoutSeconds", "a number of seconds from 0.1 to 60");
        Check(faults, network.MaxLagBlocks is >= 1 and <= 10_000, $"{name}:MaxLagBlocks", "a whole number from 1 to 10000");
        Check(faults, network.MinAgreement >= 1 && network.MinAgreement <= endpoints, $"{name}:MinAgreement", "a whole number from 1 to the number of endpoints");

        Check(faults, IsHttps(network.ExplorerUrl), $"{name}:ExplorerUrl", "an absolute https URL");
        Check(faults, network.Commitment is "calldata" or "eas", $"{name}:Commitment", "'calldata' or 'eas'");
    }

    private static bool IsSame(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var first) && Uri.TryCreate(other, UriKind.Absolute, out var second) ? first == second : one == other;

    private static void CheckRate(List<string> faults, string name, int requests) =>
        Check(faults, requests is >= 1 and <= 1_000_000, name, "a whole number from 1 to 1000000");

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsPublicEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)) && url.UserInfo.Length == 0;

    private static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "https";

    private static void CheckOrigin(List<string> faults, string name, string? value, bool required)
    {
        if (string.IsNullOrEmpty(value))
        {
            Check(faults, !required, name, "an origin such as https://learncoin.example; it is required");
            return;
        }

        var isOrigin = Uri.TryCreate(value, UriKind.Absolute, out var url)
            && url.GetLeftPart(UriPartial.Authority) == value
            && url.UserInfo.Length == 0
            && Ascii.IsValid(value)
            && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));
        Check(faults, isOrigin, name, "an origin in lower-case ASCII without path, default port or trailing slash, https except on loopback");
    }

    private static void Check(List<string> faults, bool isGood, string name, string expected)
    {
        if (!isGood)
        {
            faults.Add($"{name}: expected {expected}.");
        }
    }
}
