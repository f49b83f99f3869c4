using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>What was entered is read again, whoever entered it and wherever a crash cut it short.</summary>
public sealed class FileErasureJournalTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string FilePath => folder.File("erasures.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_entered_is_read_again_to_the_last_digit_and_once()
    {
        using (var journal = Open())
        {
            Assert.Empty(await journal.ReadAsync(default));
            await journal.EnterAsync(Erasure(1), default);
            await journal.EnterAsync(Erasure(2), default);
            await journal.EnterAsync(Erasure(1), default);
        }

        using var next = Open();
        await next.EnterAsync(Erasure(2), default);
        Assert.Equal([Erasure(1), Erasure(2)], await next.ReadAsync(default));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public async Task Several_processes_may_write_it_at_once()
    {
        var journals = Enumerable.Range(0, 4).Select(_ => Open()).ToList();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => journals[i % 4].EnterAsync(Erasure(i), default))));
        journals.ForEach(static journal => journal.Dispose());
        Assert.Equal(
            Enumerable.Range(0, 100).Select(static i => Erasure(i).Credential.Value),
            (await FileErasureJournal.ReadAsync(FilePath, TimeProvider.System, default)).Select(static erasure => erasure.Credential.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cut_short_anywhere_in_its_last_line_it_is_read_up_to_there_and_written_on()
    {
        using (var journal = Open())
        {
            await journal.EnterAsync(Erasure(1), default);
            await journal.EnterAsync(Erasure(2), default);
        }

        var whole = await File.ReadAllBytesAsync(FilePath);
        var second = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = second; length < whole.Length - 1; length++)
        {
            await File.WriteAllBytesAsync(FilePath, whole[..length]);
            using var journal = Open();
            Assert.Equal([Erasure(1)], await journal.ReadAsync(default));
            await journal.EnterAsync(Erasure(3), default);
            Assert.Equal([Erasure(1), Erasure(3)], await journal.ReadAsync(default));
        }
    }

    [Theory]
    [InlineData("{\"credential\":\"crd_x\"}")]
    [InlineData("no json }")]
    [InlineData("[]}")]
    public async Task A_line_that_is_whole_and_no_erasure_is_told_by_its_number_and_not_by_its_text(string line)
    {
        await File.WriteAllTextAsync(FilePath, $"{ErasureLine.Write(Erasure(1))}\n{line}\n");
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => FileErasureJournal.ReadAsync(FilePath, TimeProvider.System, default));
        Assert.Contains("Line 2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(line, fault.Message, StringComparison.Ordinal);
    }

    private static ErasureRecord Erasure(int number)
    {
        var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(number * 1_234_567L);
        return new ErasureRecord(
            new CredentialId($"crd_01HXYZABCDEFGHJKMNPQRST{number:D3}"),
            new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWX"),
            number % 2 == 0 ? TenantEnvironment.Test : TenantEnvironment.Live,
            time,
            "recipient",
            time.AddHours(-1),
            $"{number:x32}");
    }

    private FileErasureJournal Open() => new(FilePath, TimeProvider.System);
}
