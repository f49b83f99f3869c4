namespace LearnCoin.Local.Storage;

/// <summary>
/// Personal values, apart from their rows. SQLite's secure_delete zeroes what it deletes, but when a b-tree page is rebuilt because rows
/// around it grow, shrink or go, cells move to a sibling page and their old bytes stay in the gap of the first, where no later delete
/// finds them (seen: 3 to 8 of 1,000 erased values left in the file). So these values live where no cell ever moves: rows are only
/// appended (SQLite then begins a new page and leaves the full one alone), never deleted, and forgotten by zeroes of the same length,
/// which SQLite writes over the old bytes in place. Page images in the write-ahead log go with the next checkpoint.
/// </summary>
internal static class PersonalSlots
{
    private const string Select = "SELECT data FROM personal WHERE id = ?1";
    private const string Overwrite = "UPDATE personal SET data = ?2 WHERE id = ?1";
    private const string Append = "INSERT INTO personal (data) VALUES (?1)";

    /// <summary>Makes <paramref name="next"/> the personal values of a row.</summary>
    /// <param name="database">Inside a write.</param>
    /// <param name="slot">Slot of the row as it was; 0: none.</param>
    /// <param name="next">Empty: none.</param>
    /// <returns>The row's slot from now on; 0: none.</returns>
    internal static long Replace(Database database, long slot, ReadOnlySpan<byte> next)
    {
        if (slot != 0)
        {
            var current = database.Prepare(Select).Bind(1, slot);
            var found = current.Step() ? current.Blob(0) : [];
            var length = found.Length;
            var isSame = found.SequenceEqual(next);
            current.Reset();
            if (isSame)
            {
                return slot;
            }

            database.Prepare(Overwrite).Bind(1, slot).Bind(2, new byte[length]).Run();
        }

        if (next.IsEmpty)
        {
            return 0;
        }

        database.Prepare(Append).Bind(1, next).Run();
        return database.LastInsertId;
    }
}
