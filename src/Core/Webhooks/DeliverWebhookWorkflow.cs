using System.Globalization;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Webhooks;

/// <summary>One delivery until it is over: an attempt, the wait for the next. Instance id is the delivery's id.</summary>
public static class DeliverWebhookWorkflow
{
    public const string Name = "DeliverWebhook";

    /// <summary>Activity: makes the attempt that is due. Returns <see cref="Over"/>, or when to come again, round-trip format.</summary>
    public const string Attempt = "AttemptDelivery";

    public const string Over = "over";

    /// <summary>Raised by whoever wants the next attempt now.</summary>
    public const string RetryNow = "retry";

    // The history must not grow with waits for a turn.
    private const int LooksPerRun = 20;

    public static async Task<string> RunAsync(IWorkflowContext context, string reference)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            for (var looks = 0; looks < LooksPerRun; looks++)
            {
                var next = await context.CallAsync(Attempt, reference, RetryPolicy.Patient);
                if (next == Over)
                {
                    return Over;
                }

                var due = DateTimeOffset.Parse(next, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
                await context.WaitForEventAsync(RetryNow, due > context.Now ? due - context.Now : TimeSpan.Zero);
            }
        }
        catch (ActivityFailedException)
        {
            // Hours of tries did not help: its row is open, SweepOutbox starts this again.
            return "stuck";
        }

        context.ContinueAsNew(reference);
        return "";
    }
}
