using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin accounts</c>: the accounts on the chains that pay for anchors. They need funds before the first batch is anchored.</summary>
public static class AccountCommands
{
    internal static Command Create(CommandFrame frame)
    {
        var command = new Command(
            "accounts",
            "Show the accounts that send anchors, the tenants' own among them, one JSON object a line: chain, address, balance, and where their lanes stand. Makes the shared ones' keys when they are not there.");
        command.SetAction((_, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                foreach (var network in core.Networks.All)
                {
                    await core.AnchorKeys.EnsureAsync(network.KeyName, cancellationToken);
                }

                foreach (var view in await core.LaneViews.ListAsync(cancellationToken))
                {
                    Show(view);
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static void Show(LaneView view) => CommandFrame.WriteLine(json =>
    {
        var (lane, head, backlog, balance) = view;
        json.WriteString("environment", lane.Network.Environment.Name());
        json.WriteString("chain", lane.Network.ApiName);
        json.WriteNumber("chain_id", lane.Network.ChainId);
        json.WriteString("tenant", view.Tenant?.Value);
        json.WriteString("address", lane.Address);
        json.WriteString("balance_wei", balance?.ToString(CultureInfo.InvariantCulture));
        WriteLane(json, lane, head, backlog);
    });

    private static void WriteLane(Utf8JsonWriter json, AnchorLane lane, LaneHead head, LaneBacklog backlog)
    {
        json.WriteString("lane", lane.Id);
        json.WriteNumber("next_nonce", head.NextNonce);
        AnchorJson.WriteNumber(json, "open_nonce", head.OpenNonce);
        json.WriteNumber("waiting_roots", backlog.Waiting);
        CommandFrame.WriteTime(json, "waiting_since", backlog.OldestSince);
        AnchorJson.WritePause(json, head.Pause);
        CommandFrame.WriteTime(json, "last_included_at", head.LastIncludedAt);
    }

    /// <summary>Address of a network's account, and its balance in wei; null while the node does not answer.</summary>
    public static async Task<(string Address, BigInteger? Balance)> ReadAsync(LearnCoinCore core, AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(network);
        var key = await core.AnchorKeys.EnsureAsync(network.KeyName, cancellationToken);
        return (key.Address, await BalanceAsync(network, key.Address, cancellationToken));
    }

    private static async Task<BigInteger?> BalanceAsync(AnchorNetwork network, string address, CancellationToken cancellationToken)
    {
        try
        {
            return await network.Chain.BalanceAsync(address, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            return null;
        }
    }
}
