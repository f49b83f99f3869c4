using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Api.Tests;

/// <summary>From a POST to documents that check out, recomputed here from spec/credential.md and not by the product's verifier.</summary>
public sealed class FlowTests(Service service) : IClassFixture<Service>
{
    private const string Name = "Zyxwv Qrstu-Ponml";
    private const string Email = "zyxwv.qrstu@ponml.example";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Every_credential_of_a_batch_leads_by_its_path_to_the_root_on_the_chain(int count)
    {
        var tenant = await service.TenantAsync();
        var accepted = (await service.PostAsync(tenant.TestKey, Requests.Of(count))).Json;
        Assert.Equal(["id", "status", "credentials_count", "created_at", "environment"], accepted.AsObject().Select(static member => member.Key));
        Assert.Equal(("pending", count, "test"), ((string?)accepted["status"], (int)accepted["credentials_count"]!, (string?)accepted["environment"]));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$", (string)accepted["created_at"]!);
        var batch = await service.WaitAsync(tenant.TestKey, (string)accepted["id"]!, "anchored");
        Assert.Equal(
            ["id", "status", "credentials_count", "created_at", "signed_at", "anchored_at", "environment", "merkle_root", "anchor_transaction", "credentials", "error", "error_code"],
            batch.AsObject().Select(static member => member.Key));
        var transaction = Assert.Single(service.TestChain.Mined, mined => mined.Hash == (string)batch["anchor_transaction"]!["hash"]!);
        Assert.InRange((long)batch["anchor_transaction"]!["gas_used"]!, 22_000, 22_280);
        Assert.Equal(transaction.From, transaction.Transaction.To);
        for (var i = 0; i < count; i++)
        {
            var listed = batch["credentials"]![i]!;
            Assert.Equal(Requests.RecipientId(i), (string?)listed["recipient_id"]);
            var credential = (await service.GetAsync("/v1/credentials/" + listed["id"], tenant.TestKey)).Json;
            Assert.Equal((string?)listed["verify_url"], (string?)credential["verify_url"]);
            Check(credential["signed_credential"]!, transaction.Hash, transaction.Transaction.Data.ToArray(), (string)batch["merkle_root"]!);
        }
    }

    [Fact]
    public async Task Names_and_addresses_stand_in_the_page_and_nowhere_else()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(2, static credential =>
        {
            credential["recipient"]!["name"] = Name;
            credential["recipient"]!["email"] = Email;
            credential["tenant_metadata"] = new JsonObject { ["note"] = "kept-from-the-public" };
        }));
        var id = (string)batch["credentials"]![0]!["id"]!;
        var document = (await service.GetAsync($"/c/{id}.json")).Text;
        var status = new Uri((string)JsonNode.Parse(document)!["credentialStatus"]!["statusListCredential"]!).AbsolutePath;
        // The tenant's own metadata come back to the tenant, in this one member.
        var own = (await service.GetAsync("/v1/credentials/" + id, tenant.TestKey)).Json.AsObject();
        Assert.Equal("kept-from-the-public", (string?)own["tenant_metadata"]!["note"]);
        own.Remove("tenant_metadata");
        var open = string.Concat(
            document,
            batch.ToJsonString(),
            own.ToJsonString(),
            (await service.GetAsync("/.well-known/did.json")).Text,
            (await service.GetAsync("/issuer/profile.json")).Text,
            (await service.GetAsync(status)).Text,
            (await service.GetAsync(status + "?format=bitstring")).Text,
            HostLog.Text);
        foreach (var secret in new[] { Name, Email, Name.Split(' ')[0], "kept-from-the-public", "zyxwv.qrstu" })
        {
            Assert.DoesNotContain(secret, open, StringComparison.OrdinalIgnoreCase);
            Assert.False(StoreDump.Of(service.Database, "workflows").Contains(secret));
        }

        Assert.True(StoreDump.Of(service.Database, "workflows").Cells > 0);
        Assert.True(StoreDump.Of(service.Database, "batches").Contains(Name), "the dump finds what is there");
        var page = (await service.GetAsync("/c/" + id)).Text;
        Assert.Contains(Name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Email, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Requests.RecipientId(0), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_of_one_second_share_a_transaction_and_each_has_its_path()
    {
        var tenants = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => service.TenantAsync()).ToArray());
        service.TestChain.Holds = true;
        var first = await service.AcceptedAsync(tenants[0].TestKey, Requests.Of(1));
        await service.WaitAsync(tenants[0].TestKey, first, "signed");
        var ids = await Task.WhenAll(tenants.Select(tenant => service.AcceptedAsync(tenant.TestKey, Requests.Of(3))));
        foreach (var (tenant, id) in tenants.Zip(ids))
        {
            await service.WaitAsync(tenant.TestKey, id, "signed");
        }

        service.TestChain.Release();
        var hashes = new HashSet<string>();
        foreach (var (tenant, id) in tenants.Zip(ids))
        {
            var batch = await service.WaitAsync(tenant.TestKey, id, "anchored");
            var hash = (string)batch["anchor_transaction"]!["hash"]!;
            hashes.Add(hash);
            var mined = service.TestChain.Mined.Single(transaction => transaction.Hash == hash);
            var credential = (await service.GetAsync("/v1/credentials/" + batch["credentials"]![2]!["id"], tenant.TestKey)).Json;
            Check(credential["signed_credential"]!, hash, mined.Transaction.Data.ToArray(), null);
        }

        Assert.InRange(hashes.Count, 1, 2);
    }

    /// <param name="document">The signed credential.</param>
    /// <param name="transactionHash">Of the mined transaction.</param>
    /// <param name="calldata">What stands on the chain.</param>
    /// <param name="batchRoot">Told by the batch; the chain's own root where the batch was anchored alone.</param>
    private static void Check(JsonNode document, string transactionHash, byte[] calldata, string? batchRoot)
    {
        var proofs = document["proof"]!.AsArray();
        Assert.Equal(["eddsa-rdfc-2022", "merkle-proof-2019"], proofs.Select(static proof => (string)proof!["cryptosuite"]!));
        Assert.Equal((string?)proofs[0]!["id"], (string?)proofs[1]!["previousProof"]);
        var decoded = MerkleProof2019.Decode((string)proofs[1]!["proofValue"]!);

        // The leaf: the document with the proofs before the Merkle proof.
        var before = document.DeepClone();
        before["proof"]!.AsArray().RemoveAt(1);
        var leaf = new byte[32];
        Canonicalizer.Shared.Hash(Encoding.UTF8.GetBytes(before.ToJsonString()), leaf);
        Assert.Equal(Convert.ToHexString(leaf), Convert.ToHexString(decoded.TargetHash.Span));

        var root = leaf;
        for (var i = 0; i < decoded.Path.Count; i++)
        {
            var sibling = decoded.Path.Sibling(i).ToArray();
            root = SHA256.HashData(decoded.Path.Side(i) == Core.Merkle.MerkleSide.Left ? [.. sibling, .. root] : [.. root, .. sibling]);
        }

        Assert.Equal(Convert.ToHexString(root), Convert.ToHexString(decoded.MerkleRoot.Span));
        Assert.Equal(Convert.ToHexString(root), Convert.ToHexString(calldata));
        if (batchRoot is not null)
        {
            Assert.Equal(batchRoot, "0x" + Convert.ToHexStringLower(root));
        }

        Assert.All(decoded.Anchors, anchor => Assert.Equal(transactionHash, "0x" + Convert.ToHexStringLower(anchor.TransactionId.Span)));
    }
}
