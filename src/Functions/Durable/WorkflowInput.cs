namespace LearnCoin.Functions.Durable;

/// <summary>What an instance is started with, as its history keeps it.</summary>
/// <param name="Input">Input of the body: ids only.</param>
/// <param name="Start">
/// Random name of the start. The storage of Durable drops the later one of two starts that race, without telling: whoever finds its own name
/// in the instance started it.
/// </param>
public sealed record WorkflowInput(string Input, string Start);
