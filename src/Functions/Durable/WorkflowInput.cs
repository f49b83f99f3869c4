namespace LearnCoin.Functions.Durable;

/// <summary>What an instance is started with, as its history keeps it.</summary>
/// <param name="Input">Input of the body: ids only.</param>
/// <param name="Start">
/// Random name of the start. The storage of Durable drops the later one of two starts that race, without telling: whoever finds its own name
/// in the instance started it.
/// </param>
/// <param name="Kept">Events that the run before did not take, the oldest first.</param>
public sealed record WorkflowInput(string Input, string Start, IReadOnlyList<KeptEvent>? Kept = null);

/// <param name="Name">Name of the event.</param>
/// <param name="Payload">Ids only, as with every event.</param>
public sealed record KeptEvent(string Name, string Payload);
