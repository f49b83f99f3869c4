using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <summary>
/// Mails that are not over, in the table <c>openmails</c>: ids, numbers and times alone. Noted before the queue has their message, so that a
/// sweep finds those whose message is lost (a store that was restored without its queues, a message that came too often).
/// </summary>
internal sealed class OpenMails(ITables tables, TimeProvider time)
{
    private const string Table = "openmails";
    private const string Partition = "open";

    /// <summary>Notes mails, or that they were seen now.</summary>
    public async Task NoteAsync(IEnumerable<ClaimMessage> mails, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await tables.WriteAllAsync(Table, mails.Select(mail => RowChange.Upsert(new Row(Partition, KeyOf(mail.Credential, mail.Number)).Set("at", now))), cancellationToken);
    }

    /// <summary>Notes that something happened to a mail then.</summary>
    public async Task NoteAsync(CredentialId credential, int number, DateTimeOffset at, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Upsert(new Row(Partition, KeyOf(credential, number)).Set("at", at)), cancellationToken);

    public async Task RemoveAsync(CredentialId credential, int number, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Table, RowChange.Delete(Partition, KeyOf(credential, number), RowChange.AnyEtag), cancellationToken);

    /// <summary>All of a credential.</summary>
    public async Task RemoveAsync(CredentialId credential, CancellationToken cancellationToken) =>
        await tables.DeleteAllAsync(Table, RowRange.Prefix(Partition, credential.Value + '|'), cancellationToken);

    /// <summary>All, and when each was noted.</summary>
    public async IAsyncEnumerable<(CredentialId Credential, int Number, DateTimeOffset At)> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, new RowRange(Partition), cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            yield return (new CredentialId(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture), row.RequiredTime("at"));
        }
    }

    private static string KeyOf(CredentialId credential, int number) => string.Create(CultureInfo.InvariantCulture, $"{credential}|{number}");
}
