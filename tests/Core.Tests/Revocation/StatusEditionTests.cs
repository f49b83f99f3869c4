using System.Text.Json.Nodes;
using FsCheck.Fluent;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Revocation;

/// <summary>Signed lists as processes give them out (spec/credential.md, "Status lists").</summary>
public sealed class StatusEditionTests
{
    [Fact]
    public void The_bits_are_exactly_those_of_the_revoked() => Prop.ForAll<bool[]>(static revoked => ExactlyAsync(revoked).GetAwaiter().GetResult()).Holds();

    [Fact]
    public async Task Many_revoked_at_once_lose_no_bit()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(40);
        var credentials = await issuer.CredentialsAsync(batch);
        await Task.WhenAll(credentials.Take(39).Select(credential => Task.Run(() => issuer.RevokeAsync(credential.Id))));
        var places = await issuer.PlacesAsync(batch);
        Assert.Equal(places.Take(39).Select(static place => place.Index).Order(), await Issuer.SetBitsAsync(issuer.Core, places[0].List));
    }

    [Fact]
    public async Task An_edition_is_the_same_bytes_in_every_process_and_at_every_time_until_a_bit_changes()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(2);
        var name = (await issuer.PlacesAsync(batch))[0].List;
        foreach (var form in Enum.GetValues<StatusForm>())
        {
            var first = await issuer.Core.StatusCredentials.FindAsync(name, form, default);
            issuer.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(first, await issuer.Core.StatusCredentials.FindAsync(name, form, default));
            Assert.Equal(first, await issuer.Other.StatusCredentials.FindAsync(name, form, default));
        }

        var before = await issuer.Core.StatusCredentials.FindAsync(name, null, default);
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[0].Id);
        Assert.NotEqual(before, await issuer.Core.StatusCredentials.FindAsync(name, null, default));
    }

    [Fact]
    public async Task A_new_key_signs_a_new_edition()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(1);
        var name = (await issuer.PlacesAsync(batch))[0].List;
        var old = Method(await issuer.Core.StatusCredentials.FindAsync(name, null, default));
        issuer.Clock.Advance(TimeSpan.FromMinutes(1));
        await issuer.Core.TenantKeys.CreateAsync(issuer.Tenant.Id, default);
        var edition = await issuer.Core.StatusCredentials.FindAsync(name, null, default);
        Assert.NotEqual(old, Method(edition));
        Assert.Equal(edition, await issuer.Other.StatusCredentials.FindAsync(name, null, default));
    }

    [Fact]
    public async Task A_revocation_shows_at_another_process_in_time_for_a_reader_who_keeps_the_list_for_30_s()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(1);
        var place = (await issuer.PlacesAsync(batch))[0];
        Assert.Empty(await Issuer.SetBitsAsync(issuer.Other, place.List));
        Assert.Empty(await Issuer.SetBitsAsync(issuer.Core, place.List));
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[0].Id);
        Assert.Equal([place.Index], await Issuer.SetBitsAsync(issuer.Core, place.List));
        issuer.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([place.Index], await Issuer.SetBitsAsync(issuer.Other, place.List));
    }

    [Fact]
    public async Task A_kept_list_costs_no_more_than_the_look_whether_a_key_changed()
    {
        using var issuer = await Issuer.OpenAsync();
        var name = (await issuer.PlacesAsync(await issuer.SignedAsync(1)))[0].List;
        await issuer.Core.StatusCredentials.FindAsync(name, null, default);
        issuer.Tables.Before = static table => _ = table == "deployment" ? table : throw new IOException(table);
        Assert.NotNull(await issuer.Core.StatusCredentials.FindAsync(name, null, default));
        issuer.Clock.Advance(StatusCredentials.KeepTime);
        await Assert.ThrowsAsync<IOException>(async () => await issuer.Core.StatusCredentials.FindAsync(name, null, default));
    }

    [Theory]
    [InlineData("StatusList2021Entry", "", "?format=bitstring")]
    [InlineData("BitstringStatusListEntry", null, "")]
    public async Task Each_form_says_the_address_at_which_it_stands(string statusEntry, string? old, string bitstring)
    {
        using var issuer = await Issuer.OpenAsync(statusEntry);
        var batch = await issuer.SignedAsync(1);
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[0].Id);
        var place = (await issuer.PlacesAsync(batch))[0];
        var url = "https://issuer.example/status/" + place.List;
        var own = JsonNode.Parse(await issuer.Core.StatusCredentials.FindAsync(place.List, null, default))!;
        Assert.Equal(url, (string?)own["id"]);
        Assert.Equal(old is null ? "BitstringStatusListCredential" : "StatusList2021Credential", (string?)own["type"]![1]);
        var other = JsonNode.Parse(await issuer.Core.StatusCredentials.FindAsync(place.List, StatusForm.Bitstring, default))!;
        Assert.Equal((url + bitstring, url + bitstring + "#list"), ((string?)other["id"], (string?)other["credentialSubject"]!["id"]));
        Assert.Equal([place.Index], await Issuer.SetBitsAsync(issuer.Core, place.List));
        Assert.Equal([place.Index], await Issuer.SetBitsAsync(issuer.Core, place.List, StatusForm.Bitstring));
    }

    private static string? Method(byte[]? edition) => (string?)JsonNode.Parse(edition)!["proof"]!["verificationMethod"];

    private static async Task<bool> ExactlyAsync(bool[] revoked)
    {
        if (revoked.Length == 0)
        {
            return true;
        }

        using var issuer = await Issuer.OpenAsync();
        // Some before they are signed, some after.
        var batch = await issuer.AcceptAsync(revoked.Length);
        var wanted = (await issuer.CredentialsAsync(batch)).Where(credential => revoked[credential.Index]).ToList();
        foreach (var credential in wanted.Take(wanted.Count / 2))
        {
            await issuer.RevokeAsync(credential.Id);
        }

        await issuer.SignAsync(batch);
        foreach (var credential in wanted.Skip(wanted.Count / 2))
        {
            await issuer.RevokeAsync(credential.Id);
        }

        var places = await issuer.PlacesAsync(batch);
        var set = await Issuer.SetBitsAsync(issuer.Other, places[0].List);
        return set.SequenceEqual(places.Where((_, index) => revoked[index]).Select(static place => place.Index).Order());
    }
}
