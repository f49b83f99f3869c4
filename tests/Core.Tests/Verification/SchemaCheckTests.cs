using System.Text.Json;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tests.Batches;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tests.Verification;

public sealed class SchemaCheckTests
{
    private static readonly IssuerInfo Issuer = new(new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWX"), Bodies.Did, "Your School", IsTest: true);

    public static TheoryData<string, StatusForm?> Documents => new()
    {
        { Bodies.Seed, StatusForm.StatusList2021 },
        { Bodies.Complete, StatusForm.StatusList2021 },
        { Bodies.Complete, StatusForm.Bitstring },
        { Bodies.Complete, null },
    };

    /// <summary>The checker and the writer are of different hands: what the service issues must pass.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void What_the_service_writes_passes(string body, StatusForm? form)
    {
        var input = Bodies.Read(body).Value.Credentials[0].Signed;
        var status = form is { } known ? new StatusEntry(Bodies.Origin + "/status/7", 94567, known) : null;
        var document = CredentialDocument.Write(input, Issuer, "urn:uuid:0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e", status);
        var secured = DocumentProofs.AppendProof(document, "{}"u8);
        var check = SchemaCheck.Run(JsonDocument.Parse(secured).RootElement);
        Assert.Equal((CheckOutcome.Passed, CheckReason.Ok), (check.Outcome, check.Reason));
    }
}
