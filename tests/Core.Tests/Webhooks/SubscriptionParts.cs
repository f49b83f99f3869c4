using LearnCoin.Core.Keys;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Answers as it is told, and keeps what it was sent.</summary>
internal sealed class ScriptedSender : IWebhookSender
{
    public static readonly WebhookAnswer Ok = new(200, null, null, null);
    public static readonly WebhookAnswer Broken = new(500, WebhookFailures.Status, null, null);
    public static readonly WebhookAnswer Gone = new(410, WebhookFailures.Status, null, null);

    public Func<WebhookRequest, WebhookAnswer> Answer { get; set; } = static _ => Ok;

    public List<WebhookRequest> Sent { get; } = [];

    public IEnumerable<string> Header(string name) => Sent.Select(request => request.Headers.Single(header => header.Key == name).Value);

    public ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        Sent.Add(request with { Body = request.Body.ToArray() });
        return ValueTask.FromResult(Answer(request));
    }
}

/// <summary>Notes which instances were started.</summary>
internal sealed class Starts : IWorkflows
{
    private readonly Lock gate = new();

    public List<string> Started { get; } = [];

    public List<string> Raised { get; } = [];

    /// <summary>Instances that have not ended.</summary>
    public HashSet<string> Live { get; } = new(StringComparer.Ordinal);

    /// <summary>Told the instance; throws when it cannot be started.</summary>
    public Action<string> Starting { get; set; } = static _ => { };

    /// <summary>Told the instance; throws when it cannot be told.</summary>
    public Action<string> Raising { get; set; } = static _ => { };

    public ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken)
    {
        Starting(instanceId);
        lock (gate)
        {
            if (Live.Contains(instanceId))
            {
                return ValueTask.FromResult(false);
            }

            Started.Add(instanceId);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        Raising(instanceId);
        Raised.Add(instanceId);
        return ValueTask.CompletedTask;
    }

    public ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult<WorkflowStatus?>(null);

    public ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => ValueTask.FromResult(0);
}

/// <summary>Counts what is asked of the key store.</summary>
internal sealed class CountingKeys(IKeys inner) : IKeys
{
    public int Unwrapped { get; private set; }

    public bool IsDown { get; set; }

    public ValueTask CreateAsync(string name, KeyKind kind, CancellationToken cancellationToken) => inner.CreateAsync(name, kind, cancellationToken);

    public ValueTask<byte[]> PublicKeyAsync(string name, CancellationToken cancellationToken) => inner.PublicKeyAsync(name, cancellationToken);

    public ValueTask<byte[]> SignDigestAsync(string name, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => inner.SignDigestAsync(name, digest, cancellationToken);

    public ValueTask<byte[]> WrapAsync(string name, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) => inner.WrapAsync(name, secret, cancellationToken);

    public ValueTask UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, Memory<byte> secret, CancellationToken cancellationToken)
    {
        Unwrapped++;
        return IsDown ? throw new KeyUnavailableException(name, "out of reach") : inner.UnwrapAsync(name, wrapped, secret, cancellationToken);
    }
}

/// <summary>Runs a body whose waits move the clock.</summary>
internal sealed class ClockedContext(TestClock clock, WorkflowCatalog catalog) : IWorkflowContext
{
    private string? next;

    public string InstanceId => "dlv";

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<string> RunAsync(WorkflowBody body, string input)
    {
        while (true)
        {
            next = null;
            var output = await body(this, input);
            if (next is null)
            {
                return output;
            }

            input = next;
        }
    }

    public Task<string> CallAsync(string activity, string input, RetryPolicy retry) => catalog.Activities[activity](input, default);

    public Task TimerAsync(DateTimeOffset due) => throw new NotSupportedException();

    public Task<string?> WaitForEventAsync(string eventName, TimeSpan timeout)
    {
        clock.Advance(timeout);
        return Task.FromResult<string?>(null);
    }

    public Task StartChildAsync(string workflow, string instanceId, string input) => throw new NotSupportedException();

    public void ContinueAsNew(string input) => next = input;
}
