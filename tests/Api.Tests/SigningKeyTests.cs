using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Verification;

namespace LearnCoin.Api.Tests;

/// <summary>What rotation and compromise of a tenant's key do to credentials, seen from outside.</summary>
public sealed class SigningKeyTests(Service service) : IClassFixture<Service>
{
    private readonly PublicSource source = new(service);

    [Fact]
    public async Task Credentials_of_before_and_after_a_rotation_verify()
    {
        var tenant = await service.TenantAsync();
        var before = await DocumentAsync(tenant);
        var old = await KeyAsync(tenant);
        var made = await service.Host.Node.Core.KeyRotation.RotateAsync(tenant.Tenant.Id, default);
        var after = await DocumentAsync(tenant);

        Assert.Equal((old.Fragment, made.Fragment), (CredentialIssuer.KeyOf(before), CredentialIssuer.KeyOf(after)));
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(before)).Verdict);
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(after)).Verdict);
        var did = await DidAsync();
        Assert.Contains(did["assertionMethod"]!.AsArray(), id => ((string)id!).EndsWith("#" + old.Fragment, StringComparison.Ordinal));
        Assert.Equal(X(did, made.Fragment), X(did, "tenant-" + tenant.Tenant.Slug));
    }

    [Fact]
    public async Task After_a_compromise_what_was_anchored_before_passes_with_a_note_and_all_else_by_that_key_fails()
    {
        var tenant = await service.TenantAsync();
        var anchored = await DocumentAsync(tenant);
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(anchored)).Verdict);
        var stolen = await KeyAsync(tenant);
        await PassBlocksAsync();
        var done = await CompromiseAsync(tenant, TimeProvider.System.GetUtcNow());

        var report = await source.VerifyAsync(anchored);
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.NotNull(report[CheckName.Issuer].Note);
        var did = await DidAsync();
        Assert.DoesNotContain(did["assertionMethod"]!.AsArray(), id => ((string)id!).EndsWith("#" + stolen.Fragment, StringComparison.Ordinal));
        Assert.Equal(DataIntegrityProof.FormatTime(done.Key.CompromisedSince!.Value), (string?)Method(did, stolen.Fragment)["revoked"]);
        Assert.Equal(X(did, done.Signing.Fragment), X(did, "tenant-" + tenant.Tenant.Slug));

        // The thief signs what he likes, without an anchor, with that of a real credential, and with one that he made up.
        var forged = await ForgeAsync(stolen, anchored);
        AssertKeyRevoked(await source.VerifyAsync(forged));
        var real = Encoding.UTF8.GetString(DocumentProofs.Read(anchored)[1]);
        AssertRefused(await source.VerifyAsync(DocumentProofs.AppendProof(forged, Encoding.UTF8.GetBytes(real))));
        AssertRefused(await source.VerifyAsync(DocumentProofs.AppendProof(forged, MadeUp(forged, real))));
        AssertKeyRevoked(await source.VerifyAsync(WithoutAnchor(anchored)));

        Assert.Equal(done.Signing.Fragment, CredentialIssuer.KeyOf(await DocumentAsync(tenant)));
    }

    [Fact]
    public async Task The_status_list_is_signed_by_the_new_key_at_once_in_both_forms()
    {
        var tenant = await service.TenantAsync();
        var document = JsonNode.Parse(await DocumentAsync(tenant))!;
        var path = new Uri((string)document["credentialStatus"]!["statusListCredential"]!).AbsolutePath;
        foreach (var form in new[] { path, path + "?format=bitstring" })
        {
            var stolen = await KeyAsync(tenant);
            Assert.Equal(stolen.Fragment, await ListKeyAsync(form));
            var done = await CompromiseAsync(tenant, TimeProvider.System.GetUtcNow());
            Assert.Equal(done.Signing.Fragment, await ListKeyAsync(form));
        }
    }

    [Fact]
    public async Task A_compromise_lists_what_it_takes_with_it()
    {
        var tenant = await service.TenantAsync();
        var before = (string)(await service.AnchoredAsync(tenant.TestKey, Requests.Of(2)))["id"]!;
        await PassBlocksAsync();
        service.TestChain.Holds = true;
        var waiting = await service.AcceptedAsync(tenant.TestKey, Requests.Of(3));
        await service.WaitAsync(tenant.TestKey, waiting, "signed");
        var done = await CompromiseAsync(tenant, TimeProvider.System.GetUtcNow());
        service.TestChain.IsDown = true;
        var unasked = await OutcomesAsync(done);
        service.TestChain.IsDown = false;
        var listed = await OutcomesAsync(done);
        for (var tries = 0; listed.ContainsValue(CompromiseOutcome.Unknown) && tries < 50; tries++)
        {
            // An endpoint that did not answer is not asked again for some seconds.
            await Task.Delay(200);
            listed = await OutcomesAsync(done);
        }

        service.TestChain.Release();
        await service.WaitAsync(tenant.TestKey, waiting, "anchored");

        Assert.Equal(new() { [waiting] = CompromiseOutcome.Worthless }, listed);
        Assert.Equal(new() { [waiting] = CompromiseOutcome.Worthless, [before] = CompromiseOutcome.Unknown }, unasked);
    }

    [Fact]
    public async Task A_batch_whose_key_is_compromised_before_anyone_saw_it_is_signed_by_the_new_one()
    {
        var tenant = await service.TenantAsync();
        var once = 0;
        TenantSigningKey? next = null;
        service.BeforeActivity = async (name, cancellationToken) =>
        {
            // Everything is signed, the tree is not built.
            if (name == IssuanceActivities.BuildTree && Interlocked.Exchange(ref once, 1) == 0)
            {
                next = (await CompromiseAsync(tenant, TimeProvider.System.GetUtcNow())).Signing;
            }
        };
        var document = await DocumentAsync(tenant);
        service.BeforeActivity = static (_, _) => Task.CompletedTask;
        Assert.Equal(next!.Fragment, CredentialIssuer.KeyOf(document));
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(document)).Verdict);
    }

    [Fact]
    public async Task Credentials_under_an_earlier_name_go_on_verifying()
    {
        var tenant = await service.TenantAsync();
        var before = await DocumentAsync(tenant);
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(before)).Verdict);
        await service.Host.Node.Core.TenantChanges.RenameAsync(tenant.Tenant.Id, "Renamed Academy", default);
        var after = await DocumentAsync(tenant);
        Assert.Equal("Renamed Academy (test)", (string?)JsonNode.Parse(after)!["issuer"]!["name"]);
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(before)).Verdict);
        Assert.Equal(Verdict.Valid, (await source.VerifyAsync(after)).Verdict);
    }

    /// <summary>Blocks have times of their own here, a second each from the start on; the clock must be past them.</summary>
    private async Task PassBlocksAsync()
    {
        var head = (await service.TestChain.BlockAsync("latest", default))!.Time;
        for (var now = TimeProvider.System.GetUtcNow(); now <= head.AddSeconds(1); now = TimeProvider.System.GetUtcNow())
        {
            await Task.Delay(head.AddSeconds(1.1) - now);
        }
    }

    private async Task<Dictionary<string, CompromiseOutcome>> OutcomesAsync(KeyCompromise done)
    {
        var outcomes = new Dictionary<string, CompromiseOutcome>();
        await foreach (var batch in service.Host.Node.Core.CompromisedBatches.ListAsync(done.Key, default))
        {
            outcomes[batch.Batch.Id.Value] = batch.Outcome;
        }

        return outcomes;
    }

    private async Task<KeyCompromise> CompromiseAsync(TestTenant tenant, DateTimeOffset since) =>
        (await service.Host.Node.Core.KeyRotation.CompromiseAsync(tenant.Tenant.Id, null, since, default)).Value;

    private Task<TenantSigningKey> KeyAsync(TestTenant tenant) => service.Host.Node.Core.TenantKeys.CurrentAsync(tenant.Tenant.Id, default);

    private async Task<byte[]> DocumentAsync(TestTenant tenant)
    {
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(2));
        return (await service.GetAsync($"/c/{batch["credentials"]![0]!["id"]}.json")).Bytes;
    }

    /// <summary>Signed with the seed that the thief had copied before.</summary>
    private async Task<byte[]> ForgeAsync(TenantSigningKey stolen, byte[] model)
    {
        var core = service.Host.Node.Core;
        var document = JsonNode.Parse(DocumentProofs.WithoutProof(model))!;
        document["credentialSubject"]!["id"] = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-0123456789ab";
        var unsigned = Encoding.UTF8.GetBytes(document.ToJsonString());
        using var key = await core.TenantKeys.OpenAsync(stolen, default);
        var copied = JsonNode.Parse(model)!["proof"]![0]!;
        var created = DateTimeOffset.Parse((string)copied["created"]!, System.Globalization.CultureInfo.InvariantCulture);
        var proof = new CredentialIssuer(Canonicalizer.Shared, core.Urls).Proof(unsigned, (string)copied["id"]!, null, stolen, key, created);
        var forged = DocumentProofs.AppendProof(unsigned, proof);
        Assert.Equal(CheckOutcome.Passed, (await source.VerifyAsync(forged))[CheckName.Signature].Outcome);
        return forged;
    }

    private static byte[] MadeUp(byte[] forged, string real)
    {
        var leaf = new byte[32];
        Canonicalizer.Shared.Hash(forged, leaf);
        var proof = JsonNode.Parse(real)!;
        var copied = MerkleProof2019.Decode((string)proof["proofValue"]!);
        proof["proofValue"] = new MerkleProof2019(leaf, leaf, copied.Anchors, Core.Merkle.MerklePath.FromPacked([])).Encode();
        return Encoding.UTF8.GetBytes(proof.ToJsonString());
    }

    private static byte[] WithoutAnchor(byte[] anchored) =>
        DocumentProofs.AppendProof(DocumentProofs.WithoutProof(anchored), DocumentProofs.Read(anchored)[0]);

    private static void AssertKeyRevoked(VerificationReport report)
    {
        Assert.Equal((CheckOutcome.Failed, CheckReason.KeyRevoked), (report[CheckName.Issuer].Outcome, report[CheckName.Issuer].Reason));
        Assert.Equal(Verdict.Invalid, report.Verdict);
    }

    private static void AssertRefused(VerificationReport report)
    {
        AssertKeyRevoked(report);
        Assert.Equal(CheckOutcome.Failed, report[CheckName.Anchor].Outcome);
    }

    private async Task<string> ListKeyAsync(string path)
    {
        var method = (string)JsonNode.Parse((await service.GetAsync(path)).Bytes)!["proof"]!["verificationMethod"]!;
        return method[(method.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    private async Task<JsonNode> DidAsync() => (await service.GetAsync("/.well-known/did.json")).Json;

    private static JsonNode Method(JsonNode did, string fragment) =>
        did["verificationMethod"]!.AsArray().Single(method => ((string)method!["id"]!).EndsWith("#" + fragment, StringComparison.Ordinal))!;

    private static string X(JsonNode did, string fragment) => (string)Method(did, fragment)["publicKeyJwk"]!["x"]!;
}
