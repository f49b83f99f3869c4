using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Credentials a tenant may issue in a calendar month (UTC) and environment, in the table <c>quotas</c>. A batch reserves before it is
/// stored; the counter and the batch's reservation are written in one transaction, so that a repeated step debits once.
/// </summary>
public sealed class MonthlyQuota(ITables tables)
{
    private const string Table = "quotas";

    // Requests of one process queue here instead of beating each other's ETags; ETags decide between processes.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>monthly_quota_exceeded when <paramref name="count"/> more do not fit in; else null.</summary>
    public static Error? Fault(long used, int count, int limit) => used + count <= limit ? null : new Error(
        ErrorCode.MonthlyQuotaExceeded, $"/credentials holds {count}; of the plan's {limit} credentials a month {Math.Max(0, limit - used)} are left until the month ends (UTC)");

    /// <summary>Reserves for a batch; done already is success.</summary>
    public async Task<Error?> ReserveAsync(
        TenantId tenant, TenantEnvironment environment, BatchId batch, int count, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, environment);
        var turn = turns[(uint)StringComparer.Ordinal.GetHashCode(partition) % turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await ReserveAsync(partition, now, batch, count, limit, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Error?> ReserveAsync(string partition, DateTimeOffset now, BatchId batch, int count, int limit, CancellationToken cancellationToken)
    {
        var (month, day) = (Month(now), Day(now.UtcDateTime.Day));
        while (true)
        {
            // In this order: a counter that holds this batch's debit already is never judged without seeing its reservation.
            var counter = await tables.GetAsync(Table, partition, month, cancellationToken);
            if (await tables.GetAsync(Table, partition, Reservation(batch), cancellationToken) is not null)
            {
                return null;
            }

            var used = counter?.Int64("used") ?? 0;
            if (Fault(used, count, limit) is { } fault)
            {
                return fault;
            }

            var next = (counter?.Copy() ?? new Row(partition, month)).Set("used", used + count).Set(day, (counter?.Int64(day) ?? 0) + count);
            var reservation = new Row(partition, Reservation(batch)).Set("month", month).Set("day", day).Set("count", count);
            var result = await tables.TransactAsync(
                Table,
                [counter is null ? RowChange.Insert(next) : RowChange.Update(next, counter.Etag!), RowChange.Insert(reservation)],
                cancellationToken);
            if (result.IsDone)
            {
                return null;
            }
        }
    }

    /// <summary>Gives a batch's reservation back, once.</summary>
    public async Task ReturnAsync(TenantId tenant, TenantEnvironment environment, BatchId batch, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, environment);
        while (await tables.GetAsync(Table, partition, Reservation(batch), cancellationToken) is { } reservation)
        {
            var month = reservation.RequiredText("month");
            var counter = await tables.GetAsync(Table, partition, month, cancellationToken)
                ?? throw new InvalidDataException("A reservation without its month");
            var count = reservation.RequiredInt64("count");
            var next = counter.Copy().Set("used", counter.RequiredInt64("used") - count);
            // Reservations of before days were counted name none.
            if (reservation.Text("day") is { } day)
            {
                next.Set(day, counter.RequiredInt64(day) - count);
            }

            await tables.TransactAsync(
                Table,
                [RowChange.Update(next, counter.Etag!), RowChange.Delete(partition, reservation.RowKey, reservation.Etag!)],
                cancellationToken);
        }
    }

    /// <summary>The batch is issued: its credentials stay counted, the reservation is needed no more.</summary>
    public async Task SettleAsync(TenantId tenant, TenantEnvironment environment, BatchId batch, CancellationToken cancellationToken) =>
        await tables.WriteAsync(
            Table, RowChange.Delete(Partition(tenant, environment), Reservation(batch), RowChange.AnyEtag), cancellationToken);

    /// <summary>Credentials reserved in the month of <paramref name="now"/>.</summary>
    public async ValueTask<long> UsedAsync(TenantId tenant, TenantEnvironment environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counter = await tables.GetAsync(Table, Partition(tenant, environment), Month(now), cancellationToken);
        return counter?.Int64("used") ?? 0;
    }

    /// <summary>The month of <paramref name="now"/> day by day.</summary>
    public async Task<MonthlyUse> UseAsync(TenantId tenant, TenantEnvironment environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counter = await tables.GetAsync(Table, Partition(tenant, environment), Month(now), cancellationToken);
        var days = Enumerable.Range(1, DateTime.DaysInMonth(now.UtcDateTime.Year, now.UtcDateTime.Month));
        return new MonthlyUse(counter?.Int64("used") ?? 0, [.. days.Select(day => counter?.Int64(Day(day)) ?? 0)]);
    }

    private static string Day(int day) => string.Create(CultureInfo.InvariantCulture, $"day{day:D2}");

    private static string Partition(TenantId tenant, TenantEnvironment environment) => $"{tenant}|{environment.Name()}";

    private static string Reservation(BatchId batch) => $"batch|{batch}";

    private static string Month(DateTimeOffset now) => now.UtcDateTime.ToString("'month|'yyyy-MM", CultureInfo.InvariantCulture);
}

/// <summary>What a tenant has reserved in a month.</summary>
/// <param name="Used">All of it.</param>
/// <param name="Days">By day, the first of the month first; batches of before days were counted are in none.</param>
public sealed record MonthlyUse(long Used, IReadOnlyList<long> Days);
