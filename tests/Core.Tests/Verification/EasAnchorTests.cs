using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tests.Verification;

/// <summary>Check 4 where the root was entered in the EAS contract.</summary>
public sealed class EasAnchorTests : IDisposable
{
    private readonly IssuedCredential issued = new();

    public void Dispose() => issued.Dispose();

    [Fact]
    public async Task A_root_that_an_anchor_key_entered_in_the_contract_is_anchored()
    {
        var document = Anchored();
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(document)).Verdict);
        issued.Chain.Transaction = issued.Chain.Transaction! with { To = EasContract.Address.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal) };
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(document)).Verdict);
    }

    public static TheoryData<string> OtherCalls => ["other contract", "own account", "creation", "other function", "longer", "shorter", "other root", "no function"];

    [Theory]
    [MemberData(nameof(OtherCalls))]
    public async Task Any_other_call_of_a_contract_is_none(string what)
    {
        var document = Anchored();
        var good = issued.Chain.Transaction!;
        issued.Chain.Transaction = what switch
        {
            "other contract" => good with { To = "0x4200000000000000000000000000000000000020" },
            "own account" => good with { To = good.From },
            "creation" => good with { To = null },
            "other function" => good with { Input = [.. EasContract.GetTimestampCall(good.Input.AsSpan(4))] },
            "longer" => good with { Input = [.. good.Input, 0] },
            "shorter" => good with { Input = good.Input[..^1] },
            "other root" => good with { Input = [.. good.Input[..^1], (byte)(good.Input[^1] ^ 1)] },
            _ => good with { Input = [0, 0, 0, 0, .. good.Input[4..]] },
        };
        var check = (await issued.VerifyAsync(document))[CheckName.Anchor];
        Assert.Equal((CheckOutcome.Failed, CheckReason.CalldataMismatch), (check.Outcome, check.Reason));
    }

    [Theory]
    [InlineData(CheckReason.TransactionReverted)]
    [InlineData(CheckReason.SenderUnknown)]
    public async Task The_rest_of_the_check_holds_as_ever(string reason)
    {
        var document = Anchored();
        if (reason == CheckReason.TransactionReverted)
        {
            issued.Chain.Receipt = issued.Chain.Receipt! with { Succeeded = false };
        }
        else
        {
            issued.Chain.Transaction = issued.Chain.Transaction! with { From = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" };
        }

        var check = (await issued.VerifyAsync(document))[CheckName.Anchor];
        Assert.Equal((CheckOutcome.Failed, reason), (check.Outcome, check.Reason));
    }

    private byte[] Anchored()
    {
        var document = issued.Anchored();
        var chain = issued.Chain;
        chain.Transaction = chain.Transaction! with { To = EasContract.Address, Input = EasContract.TimestampCall(chain.Transaction.Input) };
        return document;
    }
}
