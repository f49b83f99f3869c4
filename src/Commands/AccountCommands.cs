using System.CommandLine;
using System.Globalization;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin accounts</c>: the accounts on the chains that pay for anchors. They need funds before the first batch is anchored.</summary>
public static class AccountCommands
{
    internal static Command Create(CommandFrame frame)
    {
        var command = new Command("accounts", "Show the accounts that send anchors, one JSON object a line: chain, address, balance. Makes their keys when they are not there.");
        command.SetAction((_, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                foreach (var network in core.Networks.All)
                {
                    var (address, balance) = await ReadAsync(core, network, cancellationToken);
                    CommandFrame.WriteLine(json =>
                    {
                        json.WriteString("environment", network.Environment.Name());
                        json.WriteString("chain", network.ApiName);
                        json.WriteNumber("chain_id", network.ChainId);
                        json.WriteString("address", address);
                        json.WriteString("balance_wei", balance?.ToString(CultureInfo.InvariantCulture));
                    });
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Address of a network's account, and its balance in wei; null while the node does not answer.</summary>
    public static async Task<(string Address, System.Numerics.BigInteger? Balance)> ReadAsync(LearnCoinCore core, AnchorNetwork network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(network);
        var key = await core.AnchorKeys.EnsureAsync(network.KeyName, cancellationToken);
        try
        {
            return (key.Address, await network.Chain.BalanceAsync(key.Address, cancellationToken));
        }
        catch (ChainUnavailableException)
        {
            return (key.Address, null);
        }
    }
}
