using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Kill;

/// <summary>The host of a deployment in a process of its own, started again after each kill.</summary>
internal sealed class HostProcess(Deployment deployment) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private OwnedProcess? process;

    internal Task Exited => Current.Exited;

    private OwnedProcess Current => process ?? throw new InvalidOperationException("Not started");

    /// <summary>Starts it; a process before must be dead.</summary>
    internal async Task StartAsync()
    {
        process?.Dispose();
        process = new OwnedProcess(OwnedProcess.Dotnet, [typeof(FaultHost).Assembly.Location, "host"], deployment.Variables, deployment.Folder);
        Assert.Equal("ready", await process.AnswerAsync(Patience));
    }

    internal async Task ArmAsync(Fault? fault)
    {
        Current.Tell(fault is null ? "count" : $"kill {(fault.After ? "after" : "before")} {fault.Owner ?? "-"} {fault.Name}");
        Assert.Equal("armed", await Current.AnswerAsync(Patience));
    }

    internal async Task<IReadOnlyList<string>> TraceAsync()
    {
        Current.Tell("trace");
        return (await Current.AnswerAsync(Patience))["trace ".Length..].Split('|', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>kill -9 from outside.</summary>
    internal void Kill() => Current.Kill();

    public void Dispose() => process?.Dispose();
}
