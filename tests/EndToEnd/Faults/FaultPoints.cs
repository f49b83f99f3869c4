using System.Runtime.InteropServices;
using LearnCoin.Core.Workflows;
using LearnCoin.Standalone.Hosting;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>
/// Names every operation of the product while it takes in a batch or runs an activity, keeps their order, and kills this process at the
/// one it was armed for. A name is <c>scope/operation#n</c>, the n-th of its kind since the last arming: names bear it when a poll more or less runs.
/// </summary>
internal sealed partial class FaultPoints
{
    /// <summary>Scope of <c>POST /v1/batches</c>, outside any activity; the other scopes are the activities' names.</summary>
    internal const string Accept = "POST";

    /// <summary>Scope of the workflow runner's own records: results of activities, timers, events, ends.</summary>
    internal const string Journal = "journal";

    // The lease is renewed by single writes, which are nobody's step.
    private const string JournalRecord = "transact workflows";

    // Nothing of an earlier batch may still be under way, or it would be hit in place of the next one.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private static readonly Scope JournalScope = new(Journal, null);

    private readonly AsyncLocal<Scope?> current = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly List<string> trace = [];
    private Fault? armed;
    private int open;
    private long lastClosed;

    internal PortDecorators Decorators => new()
    {
        Tables = tables => new FaultTables(tables, this),
        Chain = chain => new FaultChain(chain, this),
        Activity = (name, body) => (input, cancellationToken) =>
            InScopeAsync(name, null, () => RunAsync("run", () => new ValueTask<string>(body(input, cancellationToken))).AsTask()),
        Request = next => context => PassAsync(next, context),
    };

    /// <summary>Names in the order they began since the last arming.</summary>
    internal IReadOnlyList<string> Trace()
    {
        lock (gate)
        {
            return [.. trace];
        }
    }

    /// <summary>Forgets what was counted and waits for this fault; null: only counts.</summary>
    internal async Task ArmAsync(Fault? fault)
    {
        while (fault?.Owner is null && !IsQuiet())
        {
            await Task.Delay(20);
        }

        lock (gate)
        {
            counts.Clear();
            trace.Clear();
            armed = fault;
        }
    }

    /// <summary>One operation: counted, and killed before it begins or after it took effect when armed for that.</summary>
    internal async ValueTask<T> RunAsync<T>(string operation, Func<ValueTask<T>> run)
    {
        var name = Count(operation);
        KillWhenArmed(name, after: false);
        var result = await run();
        KillWhenArmed(name, after: true);
        return result;
    }

    private async Task<T> InScopeAsync<T>(string name, string? owner, Func<Task<T>> run)
    {
        var scope = new Scope(name, owner);
        lock (gate)
        {
            open++;
        }

        current.Value = scope;
        try
        {
            return await run();
        }
        finally
        {
            // Tasks that were begun in the scope and live on (an instance's runner) keep its AsyncLocal: they are not in it any more.
            scope.IsOver = true;
            lock (gate)
            {
                open--;
                lastClosed = TimeProvider.System.GetTimestamp();
            }
        }
    }

    private bool IsQuiet()
    {
        lock (gate)
        {
            return open == 0 && TimeProvider.System.GetElapsedTime(lastClosed) > Quiet;
        }
    }

    private string? Count(string operation)
    {
        if (current.Value is not { IsOver: false } scope)
        {
            if (operation != JournalRecord)
            {
                return null;
            }

            scope = JournalScope;
        }

        lock (gate)
        {
            if (armed?.Owner is { } owner && owner != scope.Owner)
            {
                return null;
            }

            var kind = $"{scope.Name}/{operation}";
            var number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            var name = $"{kind}#{number}";
            trace.Add(name);
            return name;
        }
    }

    private void KillWhenArmed(string? name, bool after)
    {
        if (name is not null && armed is { } fault && fault.Name == name && fault.After == after)
        {
            _ = Kill(Environment.ProcessId, SigKill);
            throw new InvalidOperationException("kill -9 did not end this process");
        }
    }

    private async Task PassAsync(RequestDelegate next, HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/v1/batches")
        {
            var key = context.Request.Headers["Idempotency-Key"].ToString();
            await InScopeAsync(Accept, key, () => RunAsync("request", () => AnswerAsync(next, context)).AsTask());
        }
        else
        {
            await next(context);
        }
    }

    private static async ValueTask<bool> AnswerAsync(RequestDelegate next, HttpContext context)
    {
        await next(context);
        return true;
    }

    private const int SigKill = 9;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private sealed class Scope(string name, string? owner)
    {
        internal string Name { get; } = name;

        internal string? Owner { get; } = owner;

        internal volatile bool IsOver;
    }
}

/// <param name="Name">Name of the operation.</param>
/// <param name="After">After it took effect and before its caller sees that; else before it.</param>
/// <param name="Owner">Idempotency key of the only request that counts, or null.</param>
internal sealed record Fault(string Name, bool After, string? Owner);
