namespace LearnCoin.Core.JsonLd;

/// <summary>Finds a member name that an object holds twice: pairwise for small objects, by a hash table for large ones.</summary>
internal sealed class DuplicateMemberCheck
{
    private const int PairwiseUpTo = 12;
    private int[] _table = [];

    /// <summary>The token of the repeated name, or -1.</summary>
    public int Find(JsonTape tape, int obj)
    {
        int end = tape[obj].Next;
        int members = 0;
        for (int name = obj + 1; name < end; name = tape[name + 1].Next)
        {
            if (++members > PairwiseUpTo)
            {
                return FindByTable(tape, obj);
            }

            uint hash = tape[name].Hash;
            for (int other = obj + 1; other < name; other = tape[other + 1].Next)
            {
                if (tape[other].Hash == hash && tape.Bytes(other).SequenceEqual(tape.Bytes(name)))
                {
                    return name;
                }
            }
        }

        return -1;
    }

    private int FindByTable(JsonTape tape, int obj)
    {
        int end = tape[obj].Next;
        int members = 0;
        for (int name = obj + 1; name < end; name = tape[name + 1].Next)
        {
            members++;
        }

        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)members * 2);
        if (_table.Length < size)
        {
            _table = new int[size];
        }

        Span<int> table = _table.AsSpan(0, size);
        table.Clear();
        for (int name = obj + 1; name < end; name = tape[name + 1].Next)
        {
            uint hash = tape[name].Hash;
            int slot = (int)(hash & (uint)(size - 1));
            while (table[slot] != 0)
            {
                if (tape[table[slot]].Hash == hash && tape.Bytes(table[slot]).SequenceEqual(tape.Bytes(name)))
                {
                    return name;
                }

                slot = (slot + 1) & (size - 1);
            }

            table[slot] = name;
        }

        return -1;
    }
}
