using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Events;

/// <summary>
/// What events say (spec/api.md, "Webhooks"): the batch object, or the ids of the credential; never a name or an e-mail. What can be erased
/// (recipient ids, the tenant's own references) is read anew for each attempt and stored nowhere else.
/// </summary>
public sealed class EventData(BatchStore batches, BatchViews views, WebhookStore endpoints, PublicUrls urls, TimeProvider time)
{
    /// <summary>Credentials of a batch from which on its events name the address of the list in their place.</summary>
    public const int MostCredentials = 100;

    /// <summary>Events of one place with what they tell, as it is at this moment; none when their subject is gone.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> PublishedAsync(IReadOnlyList<DomainEvent> told, OutboxPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(told);
        ArgumentNullException.ThrowIfNull(place);
        var found = new List<PublishedEvent>(told.Count);
        // The credentials of a place are of one batch: whose one is, all are.
        (TenantId Tenant, TenantEnvironment Environment)? owner = null;
        foreach (var one in told)
        {
            if (CredentialId.TryParse(one.Subject, out var credential))
            {
                owner ??= await batches.FindCredentialAsync(credential, cancellationToken) is { Credential: var known } ? (known.Tenant, known.Environment) : null;
                if (owner is { } whose)
                {
                    found.Add(new PublishedEvent(one, whose.Tenant, whose.Environment));
                }
            }
            else if (await PublishedAsync(one, place, cancellationToken) is { } published)
            {
                found.Add(published);
            }
        }

        return found;
    }

    private async Task<PublishedEvent?> PublishedAsync(DomainEvent told, OutboxPlace place, CancellationToken cancellationToken)
    {
        if (BatchId.TryParse(told.Subject, out var batchId))
        {
            return await batches.FindAsync(batchId, cancellationToken) is { } batch
                ? new PublishedEvent(told, batch.Tenant, batch.Environment) { Data = await SnapshotAsync(told, batch, cancellationToken) }
                : null;
        }

        var (tenant, environment) = TenantEnvironments.Split(place.Partition);
        return await endpoints.FindAsync(tenant, environment, new WebhookId(told.Subject), cancellationToken) is { } endpoint
            ? new PublishedEvent(told, tenant, environment) { Data = Snapshot(endpoint) }
            : null;
    }

    /// <summary>The envelope with its data: the body of a delivery, UTF-8 JSON.</summary>
    public async Task<byte[]> BodyAsync(PublishedEvent published, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(published);
        var data = BatchId.TryParse(published.Event.Subject, out var batch) ? await BatchAsync(published, batch, cancellationToken)
            : CredentialId.TryParse(published.Event.Subject, out var credential) ? await CredentialAsync(published.Event, credential, cancellationToken)
            : published.Data ?? "{}"u8.ToArray();
        return Envelope(published.Id, published.Event.Type, published.Event.Time, published.Tenant, data);
    }

    public static byte[] Envelope(EventId id, string type, DateTimeOffset time, TenantId tenant, ReadOnlySpan<byte> data)
    {
        var copy = data.ToArray();
        return ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id.Value);
            json.WriteString("type", type);
            json.WriteString("created_at", ApiJson.Time(time));
            json.WriteString("tenant_id", tenant.Value);
            json.WritePropertyName("data");
            json.WriteRawValue(copy);
            json.WriteEndObject();
        });
    }

    /// <summary>The batch as it was when this happened, should it have gone on since.</summary>
    private static Batch AsOf(string type, Batch batch) => type switch
    {
        EventTypes.BatchCreated => batch with { Status = BatchStatus.Pending, SignedAt = null, Root = null, Anchor = null, AnchoredAt = null },
        EventTypes.BatchSigned or EventTypes.BatchReorged => batch with { Status = BatchStatus.Signed, Anchor = null, AnchoredAt = null },
        EventTypes.BatchAnchored or EventTypes.BatchFinalized => batch with { Status = BatchStatus.Anchored },
        _ => batch,
    };

    private async Task<byte[]> SnapshotAsync(DomainEvent told, Batch batch, CancellationToken cancellationToken)
    {
        var view = await views.OfAsync(AsOf(told.Type, batch), cancellationToken);
        return ApiJson.Bytes(json => view.Write(json));
    }

    private static byte[] Snapshot(WebhookEndpoint endpoint) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", endpoint.Id.Value);
        json.WriteString("reason", endpoint.DisabledReason);
        json.WriteTime("disabled_at", endpoint.DisabledAt);
        json.WriteTime("failing_since", endpoint.FailingSince);
        json.WriteString("environment", endpoint.Environment.Name());
        json.WriteEndObject();
    });

    /// <summary>What the event says that a test sends.</summary>
    internal static byte[] Test(WebhookEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", endpoint.Id.Value);
            json.WriteString("environment", endpoint.Environment.Name());
            json.WriteEndObject();
        });
    }

    /// <summary>The batch object of then with its credentials of now.</summary>
    private async Task<byte[]> BatchAsync(PublishedEvent published, BatchId id, CancellationToken cancellationToken)
    {
        using var snapshot = JsonDocument.Parse(published.Data ?? throw new InvalidDataException($"Event {published.Id} has no data"));
        var count = snapshot.RootElement.GetProperty("credentials_count").GetInt32();
        var batch = count <= MostCredentials ? await batches.GetAsync(id, cancellationToken) : null;
        var credentials = batch is null ? [] : await batches.CredentialsAsync(id, withContent: false, cancellationToken);
        return ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            foreach (var member in snapshot.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }

            if (batch is null)
            {
                json.WriteString("credentials_url", urls.Batch(id));
            }
            else
            {
                BatchView.WriteCredentials(json, batch, credentials, urls, time.GetUtcNow());
            }

            json.WriteEndObject();
        });
    }

    private async Task<byte[]> CredentialAsync(DomainEvent told, CredentialId id, CancellationToken cancellationToken)
    {
        var (credential, batch) = await batches.FindCredentialAsync(id, cancellationToken) ?? throw new InvalidDataException($"No credential {id}");
        return ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id.Value);
            json.WriteString("batch_id", batch.Id.Value);
            json.WriteString("recipient_id", credential.RecipientId);
            json.WriteString("external_id", credential.ExternalId);
            json.WriteString("environment", credential.Environment.Name());
            json.WriteString("verify_url", urls.Page(id));
            WriteWhat(json, told, credential);
            json.WriteEndObject();
        });
    }

    private static void WriteWhat(Utf8JsonWriter json, DomainEvent told, StoredCredential credential)
    {
        switch (told.Type)
        {
            case EventTypes.CredentialRevoked:
                json.WriteTime("revoked_at", credential.RevokedAt);
                // Not the reason: it is free text, and may name a person.
                json.WriteString("reason_code", credential.Revocation is { } revocation ? RevocationReasons.Name(revocation.Code) : null);
                json.WriteString("replaced_by", credential.Revocation?.ReplacedBy?.Value);
                break;
            case EventTypes.CredentialErased:
                json.WriteTime("erased_at", credential.ErasedAt);
                break;
            default:
                json.WriteTime("claimed_at", credential.ClaimedAt);
                break;
        }
    }
}
