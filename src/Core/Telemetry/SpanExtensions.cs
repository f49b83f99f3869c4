using System.Diagnostics;

namespace LearnCoin.Core.Telemetry;

/// <summary>Spans of the product: a name, an outcome, at most the id of what they are about. Never a text of an exception.</summary>
public static class SpanExtensions
{
    /// <summary>
    /// Begins a span with a trace of its own, whatever runs on this thread: a caller's <c>traceparent</c> must not decide what is recorded,
    /// and a workflow that one request began outlives it.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="name">Its name: few values.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="isLinked">Whether it is linked to the span of this product that runs here.</param>
    public static Activity? StartTrace(this ActivitySource source, string name, ActivityKind kind, bool isLinked)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.HasListeners())
        {
            return null;
        }

        var cause = Activity.Current;
        Activity.Current = null;
        ActivityLink[] links = isLinked && cause?.Source == source ? [new ActivityLink(cause.Context)] : [];
        var span = source.StartActivity(name, kind, default(ActivityContext), links: links);
        if (span is null)
        {
            Activity.Current = cause;
        }

        return span;
    }

    /// <summary>Says how it ended.</summary>
    internal static void EndAs(this Activity? span, string outcome, bool isFault)
    {
        span?.SetTag(Tags.Outcome, outcome);
        if (isFault)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
