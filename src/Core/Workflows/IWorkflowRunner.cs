namespace LearnCoin.Core.Workflows;

/// <summary>Whether anybody runs the workflows of the store: for hosts that run them themselves.</summary>
public interface IWorkflowRunner
{
    /// <returns>True while a process holds the right to run them and renews it.</returns>
    ValueTask<bool> IsRunningAsync(CancellationToken cancellationToken);
}
