using System.Runtime.ExceptionServices;

namespace LearnCoin.Core.Kernel;

/// <summary>Steps of which one that fails keeps no other from being taken; the first failure comes out at the end.</summary>
internal sealed class FirstFailure
{
    private ExceptionDispatchInfo? failure;

    /// <summary>Takes a step. Throws only when it was ended.</summary>
    public async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
#pragma warning disable CA1031 // Kept for the end.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    public void Throw() => failure?.Throw();
}
