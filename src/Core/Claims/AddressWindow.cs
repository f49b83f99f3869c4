using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <summary>
/// How many mails go to one address: 20 in an hour of the clock, over all tenants, so that a batch of hundreds of credentials for one address is
/// no way to flood it. Counted in the table <c>mailwindows</c> under a keyed hash of the address: the key is random, of that hour, and goes
/// with its counts when the hour is over; from then on nobody can try addresses on them.
/// </summary>
internal sealed class AddressWindow(ITables tables, TimeProvider time, IEntropy entropy)
{
    public const int Most = 20;

    private const string Table = "mailwindows";
    private const string Partition = "windows";
    private const int KeyBytes = 32;

    private volatile HourKey? known;

    /// <returns>Null: a mail may go, and is counted; else how long to wait.</returns>
    public async Task<TimeSpan?> TakeAsync(string address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var now = time.GetUtcNow();
        var hour = HourOf(now);
        var hash = HMACSHA256.HashData(await KeyAsync(hour, cancellationToken), Encoding.UTF8.GetBytes(address.ToUpperInvariant()));
        var rowKey = $"{hour}|{Convert.ToHexStringLower(hash)}";
        var isTaken = false;
        await tables.ChangeAsync(
            Table,
            Partition,
            rowKey,
            current =>
            {
                var mails = current?.Int64("mails") ?? 0;
                isTaken = mails < Most;
                return isTaken ? (current?.Copy() ?? new Row(Partition, rowKey)).Set("mails", mails + 1) : null;
            },
            cancellationToken);
        return isTaken ? null : TimeSpan.FromHours(1) - TimeSpan.FromTicks(now.UtcTicks % TimeSpan.TicksPerHour);
    }

    /// <summary>Forgets hours that are over.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken) =>
        // The key sorts before its counts, and so goes first.
        await tables.DeleteAllAsync(Table, new RowRange(Partition, null, HourOf(time.GetUtcNow())), cancellationToken);

    private async Task<byte[]> KeyAsync(string hour, CancellationToken cancellationToken)
    {
        if (known is { } last && last.Hour == hour)
        {
            return last.Key;
        }

        var row = await tables.ChangeAsync(
            Table,
            Partition,
            hour,
            current =>
            {
                if (current is not null)
                {
                    return null;
                }

                var made = new byte[KeyBytes];
                entropy.Fill(made);
                return new Row(Partition, hour).Set("key", made);
            },
            cancellationToken);
        var key = row!.Bytes("key") ?? throw new InvalidDataException($"{Table} has no key of {hour}");
        known = new HourKey(hour, key);
        return key;
    }

    private static string HourOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HH", CultureInfo.InvariantCulture);

    private sealed record HourKey(string Hour, byte[] Key);
}
