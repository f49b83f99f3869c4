using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DurableTask.Core;
using DurableTask.Core.History;
using LearnCoin.EndToEnd.Parts;
using Microsoft.DurableTask.Testing.Sidecar;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>What the hub in memory holds. It shows too little of itself, so its fields are read.</summary>
internal sealed class HubStore(InMemoryOrchestrationService service)
{
    private static readonly JsonSerializerOptions Everything = new() { ReferenceHandler = ReferenceHandler.IgnoreCycles, IncludeFields = true };

    /// <summary>Histories, states and waiting messages of all instances, as text.</summary>
    public IReadOnlyList<string> Texts() =>
        [.. States().SelectMany(static state =>
            Objects(state, "HistoryEventsJson").Concat(Objects(state, "MessagesJson")).Append(Value(state, "StatusRecordJson")))
            .OfType<object>()
            .Select(static item => JsonSerializer.Serialize(item, item.GetType(), Everything))];

    public IReadOnlyList<HistoryEvent> History(string instanceId) =>
        [.. States().Where(state => (string)Property(state, "InstanceId")! == instanceId)
            .SelectMany(static state => Objects(state, "HistoryEventsJson"))
            .Cast<HistoryEvent>()];

    /// <summary>Activities that were handed out and have brought no result.</summary>
    public IReadOnlyList<TaskMessage> UnansweredActivities()
    {
        var unanswered = new List<TaskMessage>();
        foreach (var state in States())
        {
            var events = Objects(state, "HistoryEventsJson").Cast<HistoryEvent>()
                .Concat(Objects(state, "MessagesJson").Cast<TaskMessage>().Select(static message => message.Event)).ToList();
            var answered = events.OfType<TaskCompletedEvent>().Select(static done => done.TaskScheduledId)
                .Concat(events.OfType<TaskFailedEvent>().Select(static failed => failed.TaskScheduledId)).ToHashSet();
            var instance = events.OfType<ExecutionStartedEvent>().LastOrDefault()?.OrchestrationInstance;
            unanswered.AddRange(events.OfType<TaskScheduledEvent>().Where(scheduled => !answered.Contains(scheduled.EventId))
                .Select(scheduled => new TaskMessage { Event = scheduled, OrchestrationInstance = instance }));
        }

        return unanswered;
    }

    public Task WhenNoOrchestratorRunsAsync() => Wait.UntilAsync(
        "no orchestrator runs", TimeSpan.FromSeconds(20), () => Task.FromResult(States().All(static state => !(bool)Property(state, "IsLoaded")!)));

    private List<object> States()
    {
        var store = Field(Field(service, "instanceStore"), "store");
        return [.. ((IEnumerable)store).Cast<object>().Select(static pair => Property(pair, "Value")!)];
    }

    private static IEnumerable<object> Objects(object state, string name)
    {
        lock (state)
        {
            return [.. ((JsonArray)Property(state, name)!).Select(static node => node!.GetValue<object>())];
        }
    }

    private static object? Value(object state, string name) => ((JsonNode?)Property(state, name))?.GetValue<object>();

    private static object Field(object target, string name) =>
        target.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(target)!;

    private static object? Property(object target, string name) =>
        target.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(target);
}
