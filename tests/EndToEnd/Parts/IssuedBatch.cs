using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Proofs;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>Checks a batch that should be anchored: through the API, in the store, on the chain.</summary>
internal sealed class IssuedBatch(Deployment deployment, Ledger ledger)
{
    private const int Samples = 3;

    // Of all batches of the deployment.
    private readonly HashSet<string> statusEntries = new(StringComparer.Ordinal);
    private readonly HashSet<string> documentIds = new(StringComparer.Ordinal);

    /// <summary>The tenant's only batch, whole, debited once, anchored by exactly one transaction.</summary>
    /// <returns>Hash of that transaction.</returns>
    internal async Task<string> CheckAsync(ApiClient client, string id, int count)
    {
        var listed = (await client.GetAsync("/v1/batches?limit=100")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString());
        Assert.Equal([id], listed);
        Assert.Equal(count, (await client.GetAsync("/v1/tenants/me")).GetProperty("credentials_issued_this_month").GetInt32());

        var batch = await client.GetAsync($"/v1/batches/{id}");
        Assert.Equal("anchored", batch.GetProperty("status").GetString());
        Assert.Equal(count, batch.GetProperty("credentials_count").GetInt32());
        var credentials = batch.GetProperty("credentials").EnumerateArray().Select(row => row.GetProperty("id").GetString()!).ToList();
        Assert.Equal(count, credentials.Distinct(StringComparer.Ordinal).Count());
        await CheckStoreAsync(id, count);

        var hash = batch.GetProperty("anchor_transaction").GetProperty("hash").GetString()!;
        var transactions = await ledger.ReadAsync();
        var transaction = Assert.Single(transactions, found => found.Hash == hash);
        Assert.Single(transactions, found => found.Input == transaction.Input);
        for (var sample = 0; sample < Samples; sample++)
        {
            var credential = await client.GetAsync($"/v1/credentials/{credentials[sample * (count - 1) / (Samples - 1)]}");
            CheckDocument(credential.GetProperty("signed_credential"), transaction);
        }

        return hash;
    }

    private async Task CheckStoreAsync(string id, int count)
    {
        await using var node = await deployment.OpenAsync();
        var stored = await node.Core.Batches.CredentialsAsync(new BatchId(id), withContent: true, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, count), stored.Select(credential => credential.Index));
        foreach (var credential in stored)
        {
            using var document = JsonDocument.Parse(credential.Document!);
            var status = document.RootElement.GetProperty("credentialStatus");
            Assert.True(statusEntries.Add($"{status.GetProperty("statusListCredential")}#{status.GetProperty("statusListIndex")}"), "a status index was given twice");
            Assert.True(documentIds.Add(document.RootElement.GetProperty("id").GetString()!), "a document id was given twice");
        }
    }

    /// <summary>The leaf made anew from the document leads by the proof's path to the calldata of the proof's transaction.</summary>
    private static void CheckDocument(JsonElement signed, LedgerTransaction transaction)
    {
        var proofs = signed.GetProperty("proof");
        Assert.Equal(2, proofs.GetArrayLength());
        var proof = MerkleProof2019.Decode(proofs[1].GetProperty("proofValue").GetString());

        var before = JsonNode.Parse(signed.GetRawText())!;
        before["proof"]!.AsArray().RemoveAt(1);
        var leaf = new byte[32];
        Canonicalizer.Shared.Hash(System.Text.Encoding.UTF8.GetBytes(before.ToJsonString()), leaf);

        Assert.Equal(leaf, proof.TargetHash.ToArray());
        Assert.Equal(transaction.Input, "0x" + Convert.ToHexStringLower(proof.Path.Apply(leaf)));
        Assert.Equal(transaction.Input, "0x" + Convert.ToHexStringLower(proof.MerkleRoot.Span));
        Assert.True(AnchorEntries.TryRead(proof.Anchors, out var chainId, out var transactionId));
        Assert.Equal(Anvil.ChainId, chainId);
        Assert.Equal(transaction.Hash, "0x" + Convert.ToHexStringLower(transactionId));
    }
}
