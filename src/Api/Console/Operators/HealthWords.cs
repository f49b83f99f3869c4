using LearnCoin.Api.Site;
using LearnCoin.Core.Health;

namespace LearnCoin.Api.Console.Operators;

/// <summary>The health report in words: as <c>/readyz</c> tells it, translated where there is a word.</summary>
internal static class HealthWords
{
    public static string ClassOf(HealthReport report) => !report.IsReady ? "bad" : report.Checks.All(static check => check.Status == HealthStatus.Ok) ? "good" : "";

    public static string? ClassOf(HealthStatus status) => status switch { HealthStatus.Ok => "good", HealthStatus.Down => "bad", _ => null };

    public static string Sentence(Texts texts, HealthReport report) => texts[ClassOf(report) switch { "good" => "allWell", "bad" => "notReady", _ => "degraded" }];

    /// <summary>What is not well, part by part; empty when all is.</summary>
    public static string Reasons(Texts texts, HealthReport report) => string.Join(
        " ",
        report.Checks.Where(static check => check.Reasons.Count > 0).Select(check => $"{Part(texts, check)}: {string.Join(", ", check.Reasons.Select(reason => Reason(texts, reason)))}."));

    public static string Part(Texts texts, HealthCheck check) => texts.Find("part." + check.Name) ?? check.Name;

    public static string Reason(Texts texts, string reason) =>
        reason.StartsWith("paused_", StringComparison.Ordinal)
            ? texts["paused", ("reason", texts.Find("pause." + reason["paused_".Length..]) ?? reason)]
            : texts.Find("health." + reason) ?? reason;
}
