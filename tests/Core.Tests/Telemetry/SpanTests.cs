using System.Diagnostics;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Tests.Telemetry;

public sealed class SpanTests : IDisposable
{
    private readonly ProductTelemetry telemetry = new(new TestClock());
    private readonly ActivityListener listener;
    private readonly List<Activity> ended = [];

    public SpanTests()
    {
        listener = new ActivityListener
        {
            // By name: the source is not assigned yet while it is made and asks its listeners.
            ShouldListenTo = static source => source.Name == ProductTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests' spans end too.
                if (span.DisplayName.EndsWith("SpanTest", StringComparison.Ordinal))
                {
                    lock (ended)
                    {
                        ended.Add(span);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose()
    {
        listener.Dispose();
        telemetry.Dispose();
    }

    [Fact]
    public async Task A_batchs_step_has_a_trace_of_its_own_that_is_linked_to_the_request_which_began_it()
    {
        using var request = ProductTelemetry.Spans.StartTrace("request", ActivityKind.Server, isLinked: false)!;
        await telemetry.Work.Around("SpanTest", (ActivityBody)(static (input, _) => Task.FromResult(input)))("bat_1", default);

        var span = Assert.Single(ended);
        Assert.NotEqual(request.TraceId, span.TraceId);
        Assert.Equal(request.Context, Assert.Single(span.Links).Context);
        Assert.Equal(("bat_1", "ok"), (span.GetTagItem("learncoin.subject"), span.GetTagItem("learncoin.outcome")));
        Assert.Same(request, Activity.Current);
    }

    [Fact]
    public async Task A_lanes_step_which_serves_all_is_linked_to_nobodys_request()
    {
        using var request = ProductTelemetry.Spans.StartTrace("request", ActivityKind.Server, isLinked: false);
        await telemetry.Work.Around("SpanTest", (ActivityBody)(static (input, _) => Task.FromResult(input)))("84532-0xab", default);

        Assert.Empty(Assert.Single(ended).Links);
    }

    [Fact]
    public async Task A_callers_trace_does_not_decide_what_is_recorded()
    {
        using var callers = new Activity("a caller's, not sampled").SetParentId("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00").Start();
        using (var request = ProductTelemetry.Spans.StartTrace("SpanTest", ActivityKind.Server, isLinked: true)!)
        {
            Assert.NotEqual(callers.TraceId, request.TraceId);
            Assert.Empty(request.Links);
        }

        Assert.True(Assert.Single(ended).Recorded);
    }

    [Fact]
    public async Task A_failed_step_tells_that_it_failed_and_never_the_exceptions_text()
    {
        var body = telemetry.Work.Around("SpanTest", (ActivityBody)(static (_, _) => throw new InvalidOperationException("the-secret-text")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => body("bat_1", default));

        var span = Assert.Single(ended);
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.Empty(span.Events);
        Assert.DoesNotContain("secret", string.Join(' ', span.TagObjects.Select(static tag => $"{tag.Value}")), StringComparison.Ordinal);
    }
}
