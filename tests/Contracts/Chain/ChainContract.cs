using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Local.Keys;

namespace LearnCoin.Contracts.Chain;

/// <summary>What anchoring needs of <see cref="IChain"/>, run against a real EVM node: each adapter derives from this.</summary>
public abstract class ChainContract
{
    private const long ChainId = 84_532;
    private const string UnknownHash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    // Init code: PUSH5 of the code, MSTORE, RETURN of its 5 bytes. Code: PUSH1 0, PUSH1 0, REVERT.
    private static readonly byte[] RevertsAlways = Convert.FromHexString("6460006000fd6000526005601bf3");
    private static readonly byte[] Root = [.. Enumerable.Range(1, 32).Select(static number => (byte)number)];

    /// <summary>The adapter under test, on the node of <see cref="FundAsync"/>.</summary>
    protected abstract IChain Chain { get; }

    /// <summary>Gives an account 100 ETH.</summary>
    protected abstract Task FundAsync(string address);

    [Fact]
    public async Task It_tells_the_chain_id() => Assert.Equal(ChainId, await Chain.ChainIdAsync(default));

    [Fact]
    public async Task A_block_is_found_by_its_height_and_by_tags()
    {
        var latest = await Chain.BlockAsync("latest", default);
        Assert.NotNull(latest);
        var same = await Chain.BlockAsync(Hex(latest.Number), default);
        Assert.Equal(latest, same);
        Assert.NotNull(await Chain.BlockAsync("finalized", default));
    }

    [Fact]
    public async Task A_block_that_is_not_there_yet_is_null() => Assert.Null(await Chain.BlockAsync(Hex(1L << 40), default));

    [Fact]
    public async Task Fees_are_positive()
    {
        var fees = await Chain.FeesAsync(default);
        Assert.True(fees.BaseFee > 0);
        Assert.True(fees.Tip >= 0);
    }

    [Fact]
    public async Task Unknown_transactions_have_neither_receipt_nor_body()
    {
        Assert.Null(await Chain.ReceiptAsync(UnknownHash, default));
        Assert.Null(await Chain.TransactionAsync(UnknownHash, default));
    }

    [Fact]
    public async Task A_sent_transaction_is_mined_with_its_calldata_and_counted()
    {
        using var sender = await SenderAsync();
        Assert.Equal(0, await Chain.NonceAsync(sender.Address, "latest", default));
        var signed = await sender.SignAsync(Chain, 0, Root);
        Assert.Equal(SendKind.Accepted, (await Chain.SendRawAsync(signed.Raw, default)).Kind);

        var receipt = await MinedAsync(signed.Hash);
        Assert.True(receipt.Succeeded);
        Assert.Equal(22_280, receipt.GasUsed);
        Assert.True(receipt.EffectiveGasPrice > 0);
        var block = await Chain.BlockAsync(Hex(receipt.BlockNumber), default);
        Assert.Equal(receipt.BlockHash, block!.Hash);

        var transaction = await Chain.TransactionAsync(signed.Hash, default);
        Assert.Equal(Root, transaction!.Input);
        Assert.Equal((sender.Address, sender.Address, BigInteger.Zero), (transaction.From, transaction.To, transaction.Value));
        Assert.Equal((receipt.BlockHash, (long?)receipt.BlockNumber), (transaction.BlockHash, transaction.BlockNumber));
        Assert.Equal(1, await Chain.NonceAsync(sender.Address, "latest", default));
        Assert.True(await Chain.BalanceAsync(sender.Address, default) < BigInteger.Pow(10, 20));
    }

    [Fact]
    public async Task Sending_the_same_again_is_known_or_its_nonce_is_used()
    {
        using var sender = await SenderAsync();
        var signed = await sender.SignAsync(Chain, 0, Root);
        await Chain.SendRawAsync(signed.Raw, default);
        var again = await Chain.SendRawAsync(signed.Raw, default);
        Assert.Contains(again.Kind, new[] { SendKind.AlreadyKnown, SendKind.NonceTooLow });
        await MinedAsync(signed.Hash);
        var afterwards = await Chain.SendRawAsync(signed.Raw, default);
        Assert.Contains(afterwards.Kind, new[] { SendKind.AlreadyKnown, SendKind.NonceTooLow });
    }

    [Fact]
    public async Task A_used_nonce_is_too_low()
    {
        using var sender = await SenderAsync();
        var first = await sender.SignAsync(Chain, 0, Root);
        await Chain.SendRawAsync(first.Raw, default);
        await MinedAsync(first.Hash);
        var other = await sender.SignAsync(Chain, 0, new byte[32]);
        Assert.Equal(SendKind.NonceTooLow, (await Chain.SendRawAsync(other.Raw, default)).Kind);
    }

    [Fact]
    public async Task An_account_without_funds_is_told_so()
    {
        using var sender = new Sender();
        await sender.CreateAsync();
        var signed = await sender.SignAsync(Chain, 0, Root);
        Assert.Equal(SendKind.InsufficientFunds, (await Chain.SendRawAsync(signed.Raw, default)).Kind);
    }

    [Fact]
    public async Task A_replacement_that_pays_no_more_is_underpriced()
    {
        using var sender = await SenderAsync();
        // Nonce 1 waits for nonce 0, so the pool still holds it when the replacement comes.
        await Chain.SendRawAsync((await sender.SignAsync(Chain, 1, Root)).Raw, default);
        var replacement = await sender.SignAsync(Chain, 1, new byte[32]);
        Assert.Equal(SendKind.ReplacementUnderpriced, (await Chain.SendRawAsync(replacement.Raw, default)).Kind);
    }

    [Fact]
    public async Task A_call_where_no_contract_is_answers_nothing()
    {
        using var sender = await SenderAsync();
        Assert.Empty(await Chain.CallAsync(sender.Address, new byte[] { 0x49, 0x94, 0x8e, 0x0e }, default));
    }

    [Fact]
    public async Task A_call_of_a_contract_answers_its_bytes()
    {
        // The precompile at 4 gives back what it gets.
        byte[] data = [0x00, 0x01, 0xff];
        Assert.Equal(data, await Chain.CallAsync("0x0000000000000000000000000000000000000004", data, default));
    }

    [Fact]
    public async Task The_gas_of_an_anchor_is_what_it_will_use()
    {
        using var sender = await SenderAsync();
        // 22,280 by EIP-7623; a node may search for it and stop a little above.
        Assert.InRange(await Chain.EstimateGasAsync(sender.Address, sender.Address, Root, default), 22_280, 22_500);
    }

    [Fact]
    public async Task A_contract_that_reverts_is_told()
    {
        using var sender = await SenderAsync();
        var contract = await DeployAsync(sender, RevertsAlways);
        await Assert.ThrowsAsync<ChainRevertedException>(async () => await Chain.CallAsync(contract, default, default));
        await Assert.ThrowsAsync<ChainRevertedException>(async () => await Chain.EstimateGasAsync(sender.Address, contract, default, default));
    }

    [Fact]
    public async Task A_gas_limit_above_what_a_block_holds_is_told()
    {
        using var sender = await SenderAsync();
        var signed = await sender.SignAsync(Chain, 0, Root, gasLimit: 1_000_000_000);
        Assert.Equal(SendKind.GasCap, (await Chain.SendRawAsync(signed.Raw, default)).Kind);
    }

    [Fact]
    public async Task A_fee_below_the_base_fee_is_refused_as_underpriced_or_waits()
    {
        using var sender = await SenderAsync();
        var signed = await sender.SignAsync(Chain, 0, Root, maxFee: 1);
        Assert.Contains((await Chain.SendRawAsync(signed.Raw, default)).Kind, new[] { SendKind.Underpriced, SendKind.Accepted });
    }

    /// <summary>The receipt of an anchor that this sends.</summary>
    public async Task<ChainReceipt> AnyReceiptAsync()
    {
        using var sender = await SenderAsync();
        var signed = await sender.SignAsync(Chain, 0, Root);
        Assert.Equal(SendKind.Accepted, (await Chain.SendRawAsync(signed.Raw, default)).Kind);
        return await MinedAsync(signed.Hash);
    }

    private static string Hex(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    private async Task<Sender> SenderAsync()
    {
        var sender = new Sender();
        await sender.CreateAsync();
        await FundAsync(sender.Address);
        return sender;
    }

    private async Task<ChainReceipt> MinedAsync(string hash)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await Chain.ReceiptAsync(hash, default) is { } receipt)
            {
                return receipt;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The transaction was not mined");
    }

    /// <summary>Puts a contract on the chain with the sender's first transaction.</summary>
    private async Task<string> DeployAsync(Sender sender, byte[] initCode)
    {
        var signed = await sender.SignAsync(Chain, 0, initCode, gasLimit: 100_000, creates: true);
        Assert.Equal(SendKind.Accepted, (await Chain.SendRawAsync(signed.Raw, default)).Kind);
        Assert.True((await MinedAsync(signed.Hash)).Succeeded);
        // Yellow paper, 7: the last 20 bytes of Keccak-256 of RLP(sender, nonce).
        byte[] creation = [0xd6, 0x94, .. EthereumAddress.Parse(sender.Address), 0x80];
        return "0x" + Convert.ToHexStringLower(Keccak256.Hash(creation).AsSpan(12));
    }

    /// <summary>An account of its own for each test, so that tests do not share nonces.</summary>
    private sealed class Sender : IDisposable
    {
        private const string Name = "sender";
        private readonly TempFolder folder = new();
        private readonly FileKeys keys;

        public Sender() => keys = new FileKeys(folder.File("keys"), null, SystemEntropy.Instance);

        public string Address { get; private set; } = "";

        public async Task CreateAsync()
        {
            await keys.CreateAsync(Name, KeyKind.Secp256k1, default);
            Address = EthereumAddress.FromPublicKey(await keys.PublicKeyAsync(Name, default));
        }

        public async Task<SignedTransaction> SignAsync(
            IChain chain, long nonce, byte[] data, long gasLimit = 25_000, BigInteger? maxFee = null, bool creates = false)
        {
            var fees = await chain.FeesAsync(default);
            var max = maxFee ?? (2 * fees.BaseFee) + fees.Tip;
            var transaction = new Eip1559Transaction(
                ChainId, nonce, BigInteger.Min(fees.Tip, max), max, gasLimit, creates ? null : Address, BigInteger.Zero, data);
            var digest = transaction.SigningHash();
            return transaction.WithSignature(Secp256k1.ToRecoverable(await keys.SignDigestAsync(Name, digest, default), digest, Address));
        }

        public void Dispose()
        {
            keys.Dispose();
            folder.Dispose();
        }
    }
}
