using LearnCoin.Local.Workflows;

namespace LearnCoin.Standalone.Hosting;

/// <summary>
/// The order of the end. From the first sign on <c>/readyz</c> answers 503 (Api); for the pause that the operator set everything is still
/// served, so that a load balancer may see it; then the listener closes and requests under way are finished, while beside them the workflows
/// are told to end: the next host has the lease before the slowest request here has its answer.
/// </summary>
internal sealed class Drain(JournalWorkflows workflows, TimeSpan pause, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Requests and timed tasks under way have so long; service managers wait 10 s and more.</summary>
    public static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(5);

    // Activities may watch the chain for longer: they begin again with the next host.
    private static readonly TimeSpan ActivityTime = TimeSpan.FromSeconds(2);

    private Task ending = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending = EndWorkflowsAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => ending;

    private async Task EndWorkflowsAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(ActivityTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await workflows.StopAsync(either.Token);
    }
}
