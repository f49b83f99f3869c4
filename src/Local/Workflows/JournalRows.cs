using System.Globalization;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// Rows of the journal. They share one partition, so that any two of them can change in one transaction:
/// <c>i|id</c> header of an instance, <c>l|id</c> there while it lives, <c>j|id|run|n</c> n-th recorded result of a run,
/// <c>a|id|run|sequence</c> failed tries of an activity, <c>e|id|time-writer</c> event not yet taken, <c>f|time|id</c> finished instance
/// by time, <c>w|time-writer</c> note of another process to the host, <c>lease</c>.
/// </summary>
internal static class JournalRows
{
    internal const string Table = "workflows";
    internal const string Partition = "journal";
    internal const string Lease = "lease";
    internal const string LivePrefix = "l|";
    internal const string WakePrefix = "w|";

    internal static string Header(string id) => $"i|{id}";

    internal static string Live(string id) => LivePrefix + id;

    internal static string RunPrefix(char kind, string id) => $"{kind}|{id}|";

    internal static string Entry(string id, int run, int number) => $"j|{id}|{run:D8}|{number:D8}";

    internal static string Attempts(string id, int run, int sequence) => $"a|{id}|{run:D8}|{sequence:D8}";

    internal static string Event(string id, long ticks, string writer) => $"e|{id}|{ticks:D19}-{writer}";

    internal static string Wake(long ticks, string writer) => $"{WakePrefix}{ticks:D19}-{writer}";

    internal static string Finished(DateTimeOffset time, string id) => $"f|{time.UtcTicks:D19}|{id}";

    /// <summary>Run number in the key of an entry or of attempts.</summary>
    internal static int RunOf(Row row, string id) => int.Parse(row.RowKey.AsSpan(3 + id.Length, 8), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Last number in the key of an entry or of attempts.</summary>
    internal static int NumberOf(Row row) => int.Parse(row.RowKey.AsSpan(row.RowKey.Length - 8), NumberStyles.None, CultureInfo.InvariantCulture);

    internal static Row New(string rowKey) => new(Partition, rowKey);

    internal static RowChange Remove(Row row) => RowChange.Delete(Partition, row.RowKey, RowChange.AnyEtag);

    internal static RowChange Remove(string rowKey) => RowChange.Delete(Partition, rowKey, RowChange.AnyEtag);
}

/// <summary>How an instance stands.</summary>
/// <param name="Id">Instance id.</param>
/// <param name="Workflow">Name in the catalog.</param>
/// <param name="Input">Input of this run.</param>
/// <param name="State">Running until it finished.</param>
/// <param name="Run">Counts starts and continue-as-new.</param>
/// <param name="StartedAt">Time of the run's first step.</param>
/// <param name="FinishedAt">Set once it finished.</param>
/// <param name="Output">Set once it completed.</param>
/// <param name="Failure">Set once it failed.</param>
/// <param name="Etag">Of the stored row; changes at every start, new run and end, and so tells a host that another has taken over.</param>
internal sealed record InstanceHeader(
    string Id,
    string Workflow,
    string Input,
    WorkflowState State,
    int Run,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt = null,
    string? Output = null,
    string? Failure = null,
    string? Etag = null)
{
    internal static InstanceHeader Read(string id, Row row) => new(
        id,
        row.RequiredText("workflow"),
        row.RequiredText("input"),
        (WorkflowState)row.RequiredInt64("state"),
        (int)row.RequiredInt64("run"),
        row.RequiredTime("started"),
        row.Time("finished"),
        row.Text("output"),
        row.Text("failure"),
        row.Etag);

    internal Row ToRow() => JournalRows.New(JournalRows.Header(Id))
        .Set("workflow", Workflow)
        .Set("input", Input)
        .Set("state", (int)State)
        .Set("run", Run)
        .Set("started", StartedAt)
        .Set("finished", FinishedAt)
        .Set("output", Output)
        .Set("failure", Failure);

    /// <summary>Inserts the header, or replaces the one it was made from.</summary>
    internal RowChange ToChange() => Etag is null ? RowChange.Insert(ToRow()) : RowChange.Update(ToRow(), Etag);
}

/// <summary>What an action of a body is. The numbers are stored.</summary>
internal enum ActionKind
{
    Activity = 1,
    Timer = 2,
    Event = 3,
    Child = 4,
}

/// <summary>A recorded result: which action of the body (in the order the body made them), what it gave, and when.</summary>
internal sealed record JournalEntry(int Sequence, ActionKind Kind, string Name, string? Result, string? Failure, DateTimeOffset Time)
{
    internal static JournalEntry Read(Row row) => new(
        (int)row.RequiredInt64("sequence"),
        (ActionKind)row.RequiredInt64("kind"),
        row.RequiredText("name"),
        row.Text("result"),
        row.Text("failure"),
        row.RequiredTime("time"));

    internal Row ToRow(string id, int run, int number) => JournalRows.New(JournalRows.Entry(id, run, number))
        .Set("sequence", Sequence)
        .Set("kind", (int)Kind)
        .Set("name", Name)
        .Set("result", Result)
        .Set("failure", Failure)
        .Set("time", Time);
}

/// <summary>An event that no wait has taken yet.</summary>
internal sealed record InboxEvent(string RowKey, string Name, string Payload);

/// <summary>Failed tries of an activity that will be tried again.</summary>
internal sealed record ActivityAttempts(int Count, DateTimeOffset Due);
