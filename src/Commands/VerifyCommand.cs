using System.CommandLine;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Verification;
using LearnCoin.Local.Chain;
using LearnCoin.Local.Verification;

namespace LearnCoin.Commands;

/// <summary><c>learncoin verify</c>: checks a credential without the service; exit code 0 valid, 1 invalid, 2 could not be checked.</summary>
internal static class VerifyCommand
{
    private const int Valid = 0;
    private const int Invalid = 1;
    private const int CouldNotCheck = 2;

    public static Command Create()
    {
        var credential = new Argument<string>("credential") { Description = "File of a signed credential, or the URL of its page." };
        var did = new Option<string?>("--did-document") { Description = "File or URL of the issuer's DID document. Default: resolved from the credential's did:web." };
        var status = new Option<string?>("--status-list") { Description = "File or URL of the status list credential. Default: fetched from the address in the credential." };
        var rpc = new Option<string?>("--rpc") { Description = "JSON-RPC URL of the anchor's chain. Without it the anchor cannot be checked." };
        var confirmations = new Option<int>("--confirmations") { Description = "Blocks needed, the including one counted.", DefaultValueFactory = static _ => 1 };
        var command = new Command("verify", "Check a credential. Exit code: 0 valid, 1 invalid, 2 could not be checked, 64 wrong use.")
        {
            credential, did, status, rpc, confirmations,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(credential),
            new GivenPlaces(parsed.GetValue(did), parsed.GetValue(status)),
            parsed.GetValue(rpc),
            parsed.GetValue(confirmations),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string credential, GivenPlaces places, string? rpc, int confirmations, CancellationToken cancellationToken)
    {
        Uri? rpcUrl = null;
        if (rpc is not null && !(Uri.TryCreate(rpc, UriKind.Absolute, out rpcUrl) && rpcUrl.Scheme is "http" or "https"))
        {
            await Console.Error.WriteLineAsync("--rpc: expected an absolute http or https URL");
            return OperatorCommands.BadUse;
        }

        if (confirmations < 1)
        {
            await Console.Error.WriteLineAsync("--confirmations: expected a number of 1 or more");
            return OperatorCommands.BadUse;
        }

        using var http = new HttpDocuments();
        var document = await GivenDocuments.ReadAsync(http, credential, cancellationToken);
        if (document.Content is not { } content)
        {
            await Console.Error.WriteLineAsync($"The credential could not be read: {document.Unavailable}");
            return CouldNotCheck;
        }

        using var chain = rpcUrl is null ? null : new JsonRpcChain(rpcUrl);
        var settings = new VerificationSettings([.. Chains(chain, confirmations)]);
        var report = await new CredentialVerifier(new GivenDocuments(http, places), settings, TimeProvider.System).VerifyAsync(content, cancellationToken);
        Print(report);
        return report.Verdict switch { Verdict.Valid => Valid, Verdict.Invalid => Invalid, _ => CouldNotCheck };
    }

    private static IEnumerable<TrustedChain> Chains(IChain? chain, int confirmations) =>
        [new(AnchorEntries.BaseChainId, confirmations, chain), new(AnchorEntries.BaseSepoliaChainId, confirmations, chain)];

    private static void Print(VerificationReport report)
    {
        foreach (var check in report.Checks)
        {
            var outcome = check.Outcome switch { CheckOutcome.Passed => "passed", CheckOutcome.Failed => "FAILED", _ => "could not check" };
            Console.WriteLine($"  {outcome,-15}  {check.Name,-9}  {check.Sentence}{(check.Note is null ? "" : " " + check.Note)}");
        }

        if (report.Anchor is { } anchor)
        {
            var network = anchor.ChainId == AnchorEntries.BaseChainId ? "Base" : "Base Sepolia, a test network";
            Console.WriteLine($"  Anchored in block {anchor.BlockNumber} of {network}, {anchor.BlockTime:yyyy-MM-dd HH:mm:ss} UTC, transaction {anchor.TransactionHash}");
        }

        Console.WriteLine(report.Verdict switch
        {
            Verdict.Valid => "valid",
            Verdict.Invalid => "INVALID",
            _ => "could not be checked completely; nothing speaks against it",
        });
    }
}
