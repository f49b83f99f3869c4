using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin audit …</c>: what was changed, whether that record is whole, and what one request did. JSON, one object a line.</summary>
internal static class AuditCommands
{
    public static Command Create(CommandFrame frame)
    {
        var tenant = new Option<string?>("--tenant") { Description = "Id of the tenant, tnt_…" };
        var since = Time("--since", "Only entries of this time or later.");
        var until = Time("--until", "Only entries before this time.");
        var action = new Option<string?>("--action") { Description = "Only entries of this action, such as credential.revoked." };
        var command = new Command("audit", "Print a tenant's chain of changes, oldest first.") { tenant, since, until, action, Verify(frame), Request(frame) };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            core => ListAsync(core, parsed.GetValue(tenant), new Filter(parsed.GetValue(since), parsed.GetValue(until), parsed.GetValue(action)), cancellationToken),
            cancellationToken));
        return command;
    }

    private sealed record Filter(DateTimeOffset? Since, DateTimeOffset? Until, string? Action)
    {
        public bool Holds(AuditRecord record) =>
            (Since is null || record.Time >= Since) && (Until is null || record.Time < Until) && (Action is null || record.Entry.Action == Action);
    }

    private static async Task<int> ListAsync(LearnCoinCore core, string? tenant, Filter filter, CancellationToken cancellationToken)
    {
        if (await FindAsync(core, tenant, cancellationToken) is not { } id)
        {
            return await CommandFrame.FailAsync("--tenant: expected the id of a tenant");
        }

        await foreach (var record in core.Audit.ListAsync(id, cancellationToken))
        {
            if (filter.Holds(record))
            {
                WriteLine(json => Write(json, id, record));
            }
        }

        return CommandFrame.Ok;
    }

    private static Command Verify(CommandFrame frame)
    {
        var tenant = new Option<string?>("--tenant") { Description = "Id of the tenant, tnt_…; without it all are looked at." };
        var command = new Command(
            "verify",
            "Compute every hash of the chains anew. Exit code: 0 all whole, 1 one is broken. Note the head hashes elsewhere: whoever can write the whole store could "
            + "replace a chain, or cut off its end, and only such a note would show it.")
        {
            tenant,
        };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var asked = parsed.GetValue(tenant);
                if (asked is not null && await FindAsync(core, asked, cancellationToken) is null)
                {
                    return await CommandFrame.FailAsync("--tenant: expected the id of a tenant");
                }

                var tenants = asked is null ? [.. (await core.Tenants.ListAsync(cancellationToken)).Select(static one => one.Id)] : new[] { new TenantId(asked) };
                return await VerifyAsync(core, tenants, cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(LearnCoinCore core, IReadOnlyList<TenantId> tenants, CancellationToken cancellationToken)
    {
        var code = CommandFrame.Ok;
        foreach (var tenant in tenants)
        {
            var verdict = await core.Audit.VerifyAsync(tenant, cancellationToken);
            code = verdict.IsWhole ? code : CommandFrame.Failed;
            WriteLine(json =>
            {
                json.WriteString("tenant", tenant.Value);
                json.WriteBoolean("whole", verdict.IsWhole);
                json.WriteNumber("entries", verdict.Count);
                json.WriteString("head_hash", verdict.HeadHash);
                if (verdict.BrokenAt is { } number)
                {
                    json.WriteNumber("broken_at", number);
                }
            });
        }

        return code;
    }

    private static Command Request(CommandFrame frame)
    {
        var request = new Argument<string>("request") { Description = "Id of the request, req_…: the X-Request-Id of its answer." };
        var command = new Command("request", "Print what is known of one request, and the changes that it made.") { request };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            core => RequestAsync(core, parsed.GetRequiredValue(request), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RequestAsync(LearnCoinCore core, string requestId, CancellationToken cancellationToken)
    {
        var trace = await core.RequestTraces.FindAsync(requestId, cancellationToken);
        if (trace.Call is { } call)
        {
            WriteLine(json => Write(json, call));
        }

        foreach (var (tenant, record) in trace.Changes)
        {
            WriteLine(json => Write(json, tenant, record));
        }

        return trace.IsEmpty
            ? await CommandFrame.FailAsync("request: no call and no change of this id is known (it begins with req_; calls are kept for a while only)")
            : CommandFrame.Ok;
    }

    private static void Write(Utf8JsonWriter json, RequestEntry call)
    {
        json.WriteString("kind", "request");
        json.WriteString("id", call.RequestId);
        json.WriteString("time", Text(call.Time));
        json.WriteString("method", call.Method);
        json.WriteString("route", call.Route);
        json.WriteNumber("status", call.Status);
        json.WriteString("error_code", call.ErrorCode);
        json.WriteNumber("duration_ms", call.DurationMs);
        json.WriteString("key", call.Key?.Value);
        json.WriteString("tenant", call.Tenant?.Value);
        json.WriteString("environment", call.Environment?.Name());
        json.WriteString("resource", call.Resource);
    }

    private static void Write(Utf8JsonWriter json, TenantId tenant, AuditRecord record)
    {
        json.WriteString("kind", "change");
        json.WriteString("tenant", tenant.Value);
        json.WriteNumber("number", record.Number);
        json.WriteString("time", Text(record.Time));
        json.WriteString("action", record.Entry.Action);
        json.WriteString("subject", record.Entry.Subject);
        json.WriteString("actor", record.Entry.Actor);
        json.WriteString("environment", record.Entry.Environment?.Name());
        json.WriteString("request_id", record.Entry.RequestId);
        json.WriteString("detail", record.Entry.Detail);
        json.WriteString("hash", record.Hash);
    }

    private static async Task<TenantId?> FindAsync(LearnCoinCore core, string? text, CancellationToken cancellationToken) =>
        TenantId.TryParse(text, out var id) && await core.Tenants.FindAsync(id, cancellationToken) is not null ? id : null;

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + " ISO 8601; without a zone it is UTC.",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name}: expected a time such as 2026-04-23 or 2026-04-23T12:00:00Z");
            return null;
        },
    };

    private static void WriteLine(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Console.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
