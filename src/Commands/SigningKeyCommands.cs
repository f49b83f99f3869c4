using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin keys rotate-signing</c> and <c>compromise</c>: the Ed25519 keys that sign credentials.</summary>
internal static class SigningKeyCommands
{
    public static Command Rotate(CommandFrame frame) => frame.ForTenant(
        "rotate-signing",
        "Make a new signing key. It signs from now on; what the old ones signed goes on verifying.",
        static async (core, tenant, _, cancellationToken) =>
        {
            var made = await core.KeyRotation.RotateAsync(tenant.Id, cancellationToken);
            CommandFrame.WriteJson(json =>
            {
                json.WriteString("tenant", tenant.Id.Value);
                json.WriteString("signing_key", made.Fragment);
                json.WriteString("verification_method", $"{core.Urls.Did}#{made.Fragment}");
                CommandFrame.WriteTime(json, "created_at", made.CreatedAt);
            });
            return null;
        });

    public static Command Compromise(CommandFrame frame)
    {
        var key = new Option<string?>("--key") { Description = "The key's fragment, z6Mk…; without it the one that signs now, which is replaced." };
        var since = new Option<DateTimeOffset>("--since")
        {
            Description = "Since when it may be in other hands, RFC 3339 with a zone. Can be moved back later, never on.",
            Required = true,
            CustomParser = ReadTime,
        };
        return frame.ForTenant(
            "compromise",
            "Publish that a signing key may be in other hands. What was anchored before stays valid, the rest fails and is listed.",
            (core, tenant, parsed, cancellationToken) => CompromiseAsync(core, tenant, parsed.GetValue(key), parsed.GetValue(since), cancellationToken),
            key,
            since);
    }

    private static DateTimeOffset ReadTime(ArgumentResult result)
    {
        if (result.Tokens is [var token] && Iso8601.TryParse(token.Value, out var time))
        {
            return time;
        }

        result.AddError("--since: expected a time such as 2026-06-01T12:00:00Z");
        return default;
    }

    private static async Task<Error?> CompromiseAsync(
        LearnCoinCore core, Tenant tenant, string? fragment, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var done = await core.KeyRotation.CompromiseAsync(tenant.Id, fragment, since, cancellationToken);
        if (!done.IsOk)
        {
            return done.Error;
        }

        var affected = new List<CompromisedBatch>();
        await foreach (var batch in core.CompromisedBatches.ListAsync(done.Value.Key, cancellationToken))
        {
            affected.Add(batch);
        }

        CommandFrame.WriteJson(json => Write(json, tenant, done.Value, affected));
        var lost = affected.Where(static batch => batch.Outcome != CompromiseOutcome.SignedAnew).Sum(static batch => batch.Batch.Count);
        await Console.Error.WriteLineAsync(lost == 0
            ? "No credential is lost."
            : string.Create(CultureInfo.InvariantCulture, $"{lost} credential(s) were not anchored before that time: they fail verification. Revoke them and issue them anew."));
        return null;
    }

    private static void Write(Utf8JsonWriter json, Tenant tenant, KeyCompromise done, List<CompromisedBatch> affected)
    {
        json.WriteString("tenant", tenant.Id.Value);
        json.WriteString("compromised_key", done.Key.Fragment);
        json.WriteString("compromised_since", done.Key.CompromisedSince!.Value);
        json.WriteString("signing_key", done.Signing.Fragment);
        json.WriteBoolean("replaced", done.Replaced);
        json.WriteNumber("affected_batches", affected.Count);
        json.WriteNumber("affected_credentials", affected.Sum(static batch => batch.Batch.Count));
        json.WriteStartArray("batches");
        foreach (var (batch, blockTime, outcome) in affected)
        {
            json.WriteStartObject();
            json.WriteString("id", batch.Id.Value);
            json.WriteString("environment", batch.Environment.Name());
            json.WriteString("status", Core.Batches.BatchStatuses.Name(batch.Status));
            json.WriteNumber("credentials_count", batch.Count);
            json.WriteString("block_time", blockTime?.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("outcome", Name(outcome));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Name(CompromiseOutcome outcome) => outcome switch
    {
        CompromiseOutcome.SignedAnew => "signed_anew",
        CompromiseOutcome.Worthless => "fails_verification",
        CompromiseOutcome.Unknown => "block_time_unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
