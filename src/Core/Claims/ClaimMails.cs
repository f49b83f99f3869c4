using LearnCoin.Core.Alerts;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Claims;

/// <summary>
/// The mail with the claim link (spec/api.md, "Claims"): queued when a batch is anchored, one message per credential, and sent by whoever
/// receives it. Every step may run twice; a mail goes twice only where a process died between the mail server's yes and the note of it.
/// </summary>
public sealed partial class ClaimMails(
    ITables tables, BatchStore batches, TenantStore tenants, ClaimStore claims, IQueue queue, IMailer mailer, IMailRenderer renderer, PublicUrls urls, TimeProvider time, IEntropy entropy, IAlerts alerts, MailMetrics metrics)
{
    /// <summary>Messages sent side by side.</summary>
    private const int Width = 16;

    /// <summary>Tokens of one credential that work at a time: more than the tries of one mail.</summary>
    private const int MostTokens = 64;

    // Longer than a mail server takes: whoever is at it for longer is dead.
    private static readonly TimeSpan SendTime = TimeSpan.FromMinutes(2);

    // A reorg took the anchor away: the batch is anchored again soon.
    private static readonly TimeSpan ReorgPause = TimeSpan.FromMinutes(5);

    private readonly ClaimMailWriter writer = new(renderer, urls);
    private readonly OpenMails open = new(tables, time);
    private readonly AddressWindow window = new(tables, time, entropy);

    /// <summary>Puts a message for each credential of an anchored batch into the queue that still waits for its first mail.</summary>
    internal async Task QueueAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Mails == 0)
        {
            return;
        }

        var waiting = (await batches.CredentialsAsync(batch.Id, withContent: false, cancellationToken))
            .Where(credential => credential.Mail is null && IsDue(credential))
            .Select(static credential => new ClaimMessage(credential.Id, 1, 0))
            .ToList();
        await open.NoteAsync(waiting, cancellationToken);
        await Parallel.ForEachAsync(
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            (message, stop) => SendAsync(message, TimeSpan.Zero, stop));
    }

    /// <summary>Puts the message of one mail into the queue.</summary>
    internal async Task QueueAsync(ClaimMessage message, CancellationToken cancellationToken)
    {
        await open.NoteAsync([message], cancellationToken);
        await SendAsync(message, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Sends the mail that a message of <see cref="QueueNames.ClaimMail"/> asks for, or does nothing where none is due any more.</summary>
    /// <param name="body">The message's.</param>
    /// <param name="cancellationToken">Ends it; the message is delivered again.</param>
    /// <remarks>Throws nothing but what the store and the queue throw when they cannot be reached: then the message is to be delivered again.</remarks>
    public async Task HandleAsync(string body, CancellationToken cancellationToken)
    {
        if (ClaimMessage.Parse(body ?? "") is not { } message
            || await batches.FindCredentialAsync(message.Credential, cancellationToken) is not ({ } credential, { } batch))
        {
            return;
        }

        if (credential.ErasedAt is not null)
        {
            await ForgetAsync(message, cancellationToken);
            return;
        }

        if (IsOver(credential, message) || batch.Status == BatchStatus.Failed)
        {
            return;
        }

        if (batch.Status != BatchStatus.Anchored)
        {
            await SendAsync(message, ReorgPause, cancellationToken);
            return;
        }

        // A mail that is tried again was counted when it was tried first.
        if (message.Attempt == 0 && await window.TakeAsync(credential.RecipientEmail!, cancellationToken) is { } wait)
        {
            await open.NoteAsync([message], cancellationToken);
            await SendAsync(message, wait, cancellationToken);
            return;
        }

        var tenant = await tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        var token = ClaimToken.Create(entropy);
        var expiresAt = time.GetUtcNow().AddDays(tenant.ClaimLinkDays);
        if (await BeginAsync(message, token.Hash, expiresAt, cancellationToken) is not { } begun)
        {
            // Another is at it, or died there: looked at again when that is clear.
            await SendAsync(message, SendTime, cancellationToken);
            return;
        }

        if (begun.Mail?.Tokens.Contains(token.Hash) == true)
        {
            await claims.AddTokenAsync(token.Hash, credential.Id, expiresAt, cancellationToken);
            await DeliverAsync(message, begun, tenant, token, expiresAt, cancellationToken);
        }
    }

    /// <summary>Sends a message, of which there may be several for one mail.</summary>
    private ValueTask SendAsync(ClaimMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        queue.SendAsync(QueueNames.ClaimMail, message.Body, delay, cancellationToken);

    /// <summary>Whether somebody is to get mail about it at all.</summary>
    private static bool IsDue(StoredCredential credential) => credential is { RecipientEmail: not null, AutoClaim: false, ErasedAt: null, RevokedAt: null, ClaimedAt: null };

    private static bool IsOver(StoredCredential credential, ClaimMessage message) => !IsDue(credential)
        || (credential.Mail is { } mail
            && (mail.Number > message.Number
                || (mail.Number == message.Number && (mail.Status is ClaimMailStatus.Sent or ClaimMailStatus.Failed || mail.Attempt > message.Attempt))));

    /// <summary>Takes the mail on: notes the token's hash in the credential's row, under its ETag, before anything can lead to it.</summary>
    /// <returns>The credential as it stands, with that hash unless the mail is over; null while another is at it.</returns>
    private async Task<StoredCredential?> BeginAsync(ClaimMessage message, string hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isTaken = false;
        string[] dropped = [];
        var row = await tables.ChangeAsync(
            BatchStore.Table,
            message.Credential.Group,
            message.Credential.Value,
            current =>
            {
                var credential = StoredCredential.From(current ?? throw new InvalidDataException($"No credential {message.Credential}"), withContent: false);
                var mail = credential.Mail;
                isTaken = mail is { Status: ClaimMailStatus.Sending } && mail.Number == message.Number && (now - mail.ChangedAt).Duration() < SendTime;
                if (isTaken || IsOver(credential, message))
                {
                    return null;
                }

                string[] tokens = [.. mail?.Tokens ?? [], hash];
                dropped = tokens[..Math.Max(0, tokens.Length - MostTokens)];
                var last = mail?.ExpiresAt > expiresAt ? mail.ExpiresAt : expiresAt;
                return new ClaimMailState(message.Number, ClaimMailStatus.Sending, message.Attempt, now, last)
                {
                    Tokens = tokens[dropped.Length..],
                    Faults = mail?.Number == message.Number ? mail.Faults : 0,
                }.SetOn(current.Copy());
            },
            cancellationToken);
        foreach (var old in dropped)
        {
            await claims.RemoveTokenAsync(old, cancellationToken);
        }

        return isTaken ? null : StoredCredential.From(row!);
    }
}
