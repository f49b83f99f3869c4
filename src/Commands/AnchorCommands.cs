using System.CommandLine;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin anchors …</c>: the transactions that carry roots, from the store; the chain is not asked.</summary>
internal static class AnchorCommands
{
    private const int DefaultLimit = 20;

    public static Command Create(CommandFrame frame) => new("anchors", "Look at the transactions that carry the batches' roots.")
    {
        List(frame),
        Show(frame),
    };

    private static Command List(CommandFrame frame)
    {
        var environment = new Option<string?>("--environment", "--env") { Description = "test or live. Default: both." };
        environment.AcceptOnlyFromAmong("test", "live");
        var state = new Option<string[]>("--state") { Description = "Only those in this state; repeatable." };
        state.AcceptOnlyFromAmong([.. Enum.GetValues<AnchorState>().Select(AnchorJson.Word)]);
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = static _ => DefaultLimit };
        var command = new Command("list", "Anchors of all lanes, newest first, one JSON object a line.") { environment, state, limit };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var only = parsed.GetValue(environment) is { } name ? TenantEnvironments.Parse(name) : (TenantEnvironment?)null;
                var states = parsed.GetValue(state) ?? [];
                var lanes = (await core.Lanes.AllAsync(cancellationToken)).Where(lane => only is null || lane.Network.Environment == only).ToDictionary(static lane => lane.Id);
                var left = parsed.GetValue(limit);
                await foreach (var anchor in core.AnchorSearch.NewestFirstAsync(lanes.Values, cancellationToken))
                {
                    if (states.Length > 0 && !states.Contains(AnchorJson.Word(anchor.State)))
                    {
                        continue;
                    }

                    if (left-- <= 0)
                    {
                        break;
                    }

                    CommandFrame.WriteLine(json => AnchorJson.WriteHead(json, lanes[anchor.Lane], anchor));
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Command Show(CommandFrame frame)
    {
        var which = new Argument<string>("anchor") { Description = "<lane>:<nonce> as 'list' shows it, the hash of any of its transactions, or a batch in it, bat_…" };
        var command = new Command("show", "One anchor with all its transactions, its block, its cost and its batches.") { which };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var named = parsed.GetRequiredValue(which);
                if (await core.AnchorSearch.FindAsync(named, cancellationToken) is not { } anchor)
                {
                    var isBatch = BatchId.TryParse(named, out var id) && await core.Batches.FindAsync(id, cancellationToken) is not null;
                    return await CommandFrame.FailAsync(isBatch
                        ? "anchor: no anchor has this batch yet: it is being signed, or waits ('learncoin accounts' says why lanes stand still)"
                        : "anchor: there is none of this name");
                }

                var lane = await core.Lanes.OpenAsync(anchor.Lane, cancellationToken);
                var head = await core.Anchors.HeadAsync(anchor.Lane, cancellationToken);
                CommandFrame.WriteJson(json => AnchorJson.WriteAll(json, lane, head, anchor));
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }
}
