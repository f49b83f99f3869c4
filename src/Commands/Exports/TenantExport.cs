using System.Runtime.CompilerServices;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands.Exports;

/// <summary>
/// Writes a tenant's data into a folder, one batch in memory at a time. Each file appears whole or not at all; a second run writes the lists
/// anew and of the documents only those that are missing or were anchored since.
/// </summary>
internal sealed class TenantExport(LearnCoinCore core, Tenant tenant, string folder)
{
    private const int PageSize = 100;
    private const string TenantFile = "tenant.json";
    private readonly string documents = Path.Combine(folder, "documents");

    /// <summary>False when the folder holds something else than this tenant's export.</summary>
    public bool IsOwnFolder()
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return true;
        }

        var path = Path.Combine(folder, TenantFile);
        if (!File.Exists(path))
        {
            return false;
        }

        using var known = JsonDocument.Parse(File.ReadAllBytes(path));
        return known.RootElement.TryGetProperty("id", out var id) && id.GetString() == tenant.Id.Value;
    }

    /// <returns>Credentials in the export, and documents that this run wrote.</returns>
    public async Task<(int Credentials, int Written)> RunAsync(CancellationToken cancellationToken)
    {
        await core.Audit.AppendAsync(tenant.Id, new AuditEntry("tenant.exported", tenant.Id.Value, "operator"), cancellationToken);
        PrivateFile.CreateFolder(folder);
        PrivateFile.CreateFolder(documents);
        // First, so that a run that is broken off leaves a folder which the next one knows as its own.
        var keys = await core.TenantKeys.ListAsync(tenant.Id, cancellationToken);
        await PrivateFile.WriteAsync(Path.Combine(folder, TenantFile), stream => WriteObjectAsync(stream, json => ExportJson.Write(json, core, tenant, keys)));
        var (credentials, written) = (0, 0);
        await PrivateFile.WriteAsync(Path.Combine(folder, "batches.jsonl"), batchLines =>
            PrivateFile.WriteAsync(Path.Combine(folder, "credentials.jsonl"), async credentialLines =>
            {
                await foreach (var batch in BatchesAsync(cancellationToken))
                {
                    await WriteObjectAsync(batchLines, json => ExportJson.Write(json, batch));
                    foreach (var credential in await core.Batches.CredentialsAsync(batch.Id, withContent: true, cancellationToken))
                    {
                        await WriteObjectAsync(credentialLines, json => ExportJson.Write(json, core, credential, batch));
                        credentials++;
                        written += await WriteDocumentAsync(credential, batch, cancellationToken) ? 1 : 0;
                    }
                }
            }));
        await PrivateFile.WriteAsync(Path.Combine(folder, "audit.jsonl"), async stream =>
        {
            await foreach (var record in core.Audit.ListAsync(tenant.Id, cancellationToken))
            {
                await WriteObjectAsync(stream, json => ExportJson.Write(json, record));
            }
        });
        return (credentials, written);
    }

    private async IAsyncEnumerable<Batch> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            for (Core.Kernel.BatchId? cursor = null; ;)
            {
                var (page, next) = await core.Batches.ListAsync(tenant.Id, environment, null, PageSize, cursor, cancellationToken);
                foreach (var batch in page)
                {
                    yield return batch;
                }

                if ((cursor = next) is null)
                {
                    break;
                }
            }
        }
    }

    private async Task<bool> WriteDocumentAsync(StoredCredential credential, Batch batch, CancellationToken cancellationToken)
    {
        var path = Path.Combine(documents, credential.Id + ".json");
        if (batch.AnchoredAt is { } anchored && File.Exists(path) && File.GetLastWriteTimeUtc(path) > anchored.UtcDateTime)
        {
            return false;
        }

        if (await core.Documents.ReadAsync(credential, batch, cancellationToken) is not { } document)
        {
            return false;
        }

        await PrivateFile.WriteAsync(path, stream => stream.WriteAsync(document, cancellationToken).AsTask());
        return true;
    }

    private static async Task WriteObjectAsync(Stream stream, Action<Utf8JsonWriter> write)
    {
        await using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
