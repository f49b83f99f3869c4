using FsCheck.Fluent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Kernel;

public sealed class UlidTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void The_time_of_the_specifications_example_gives_its_first_characters()
    {
        // github.com/ulid/spec: 01ARZ3NDEKTSV4RRFFQ69G5FAV is of 1469922850259 ms.
        Assert.StartsWith("01ARZ3NDEK", Ulid.Create(DateTimeOffset.FromUnixTimeMilliseconds(1469922850259), SystemEntropy.Instance), StringComparison.Ordinal);
        Assert.StartsWith("0000000000", Ulid.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_order_is_time_order() => Prop.ForAll<uint, uint>((a, b) =>
    {
        var (first, second) = (Of(a), Of(b));
        return a == b || string.CompareOrdinal(first, second) < 0 == a < b;

        static string Of(uint seconds) => Ulid.Create(DateTimeOffset.FromUnixTimeSeconds(seconds), SystemEntropy.Instance);
    }).Holds();

    [Fact]
    public void All_80_random_bits_count()
    {
        var seen = new HashSet<char>[Ulid.Length];
        for (var i = 0; i < 2_000; i++)
        {
            var id = Ulid.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
            Assert.True(Ulid.IsValid(id));
            for (var at = 0; at < id.Length; at++)
            {
                (seen[at] ??= []).Add(id[at]);
            }
        }

        Assert.All(seen[10..], static characters => Assert.Equal(32, characters.Count));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA", false)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAVV", false)]
    [InlineData("01arz3ndektsv4rrffq69g5fav", false)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAI", false)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAU", false)]
    [InlineData("81ARZ3NDEKTSV4RRFFQ69G5FAV", false)]
    [InlineData("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", true)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV", true)]
    public void Only_26_characters_of_128_bits_are_valid(string text, bool valid) => Assert.Equal(valid, Ulid.IsValid(text));

    [Fact]
    public void A_credentials_id_shares_the_group_of_its_batch_and_nothing_more()
    {
        var batch = BatchId.Create(DateTimeOffset.UnixEpoch.AddYears(60), SystemEntropy.Instance);
        var credentials = Enumerable.Range(0, 500).Select(_ => CredentialId.Create(batch, SystemEntropy.Instance)).ToList();
        Assert.All(credentials, credential => Assert.Equal(batch.Group, credential.Group));
        Assert.All(credentials, credential => Assert.True(CredentialId.TryParse(credential.Value, out var parsed) && parsed == credential));
        Assert.Equal(500, credentials.Distinct().Count());
        Assert.DoesNotContain(credentials, credential => credential.Value[4..] == batch.Value[4..]);
    }

    [Fact]
    public void Complemented_digits_sort_the_other_way_round()
    {
        Assert.Equal(Alphabet.Reverse(), Alphabet.Select(Ulid.Complement));
        Assert.All(Alphabet, static digit => Assert.Equal(digit, Ulid.Complement(Ulid.Complement(digit))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bat_")]
    [InlineData("crd_01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("BAT_01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("bat_01ARZ3NDEKTSV4RRFFQ69G5FAV ")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    public void An_id_of_another_kind_is_no_batch_id(string? text) => Assert.False(BatchId.TryParse(text, out _));
}
