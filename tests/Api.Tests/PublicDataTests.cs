using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>What verifiers fetch: DID document, profile, status lists, signed documents (spec/api.md "Public, no key").</summary>
public sealed class PublicDataTests(Service service) : IClassFixture<Service>, IAsyncLifetime
{
    private TestTenant tenant = null!;
    private JsonNode document = null!;
    private string credential = null!;

    public async Task InitializeAsync()
    {
        tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        credential = (string)batch["credentials"]![0]!["id"]!;
        document = (await service.GetAsync("/v1/credentials/" + credential, tenant.TestKey)).Json["signed_credential"]!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private string StatusPath => new Uri((string)document["credentialStatus"]!["statusListCredential"]!).AbsolutePath;

    [Fact]
    public async Task The_DID_document_lists_the_keys_that_signed()
    {
        var did = await Data("/.well-known/did.json", "application/did+json");
        Assert.Equal("did:web:creds.example", (string?)did["id"]);
        var methods = did["assertionMethod"]!.AsArray().Select(static method => method!.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)method! : (string)method!["id"]!);
        foreach (var proof in document["proof"]!.AsArray())
        {
            Assert.Contains((string)proof!["verificationMethod"]!, methods);
        }
    }

    [Fact]
    public async Task The_issuer_profile_names_the_address_it_is_at()
    {
        var profile = await Data("/issuer/profile.json", "application/ld+json");
        Assert.Equal(Service.Origin + "/issuer/profile.json", (string?)profile["id"]);
    }

    [Fact]
    public async Task The_status_list_comes_in_both_forms_at_its_own_address()
    {
        var old = await Data(StatusPath, "application/vc+ld+json");
        Assert.Contains("StatusList2021Credential", old["type"]!.AsArray().Select(static type => (string)type!));
        Assert.Equal(Service.Origin + StatusPath, (string?)old["id"]);
        var bitstring = await Data(StatusPath + "?format=bitstring", "application/vc+ld+json");
        Assert.Contains("BitstringStatusListCredential", bitstring["type"]!.AsArray().Select(static type => (string)type!));
        Assert.StartsWith("u", (string)bitstring["credentialSubject"]!["encodedList"]!, StringComparison.Ordinal);
        Assert.Equal(document["issuer"]!["id"]!.ToJsonString(), (old["issuer"] is JsonObject issuer ? issuer["id"] : old["issuer"])!.ToJsonString());
    }

    [Fact]
    public async Task The_signed_document_is_had_by_suffix_or_by_Accept()
    {
        var bySuffix = await Data($"/c/{credential}.json", "application/vc");
        Assert.Equal(document.ToJsonString(), bySuffix.ToJsonString());
        foreach (var accept in new[] { "application/vc", "application/ld+json", "application/ld+json;q=0.9, */*;q=0.1", "text/html;q=0.5, application/vc" })
        {
            var answer = await WithAccept(accept);
            Assert.Equal(("application/vc", "Accept", "*"), (answer["Content-Type"], answer["Vary"], answer["Access-Control-Allow-Origin"]));
        }

        foreach (var accept in new[] { "text/html", "*/*", "text/html, application/ld+json;q=0.5", "application/vc;q=0", "not a media type;;" })
        {
            var answer = await WithAccept(accept);
            Assert.Equal((200, "text/html; charset=utf-8", "Accept, Accept-Language, Cookie"), (answer.Status, answer["Content-Type"], answer["Vary"]));
        }
    }

    [Theory]
    [InlineData("/.well-known/did.json")]
    [InlineData("/issuer/profile.json")]
    [InlineData(null)]
    public async Task A_known_tag_is_answered_304_without_a_body(string? path)
    {
        var tag = (await service.GetAsync(path ?? StatusPath))["ETag"]!;
        foreach (var known in new[] { tag, "W/" + tag, "\"other\", " + tag, "*" })
        {
            var answer = await service.SendAsync(HttpMethod.Get, path ?? StatusPath, prepare: request => request.Headers.TryAddWithoutValidation("If-None-Match", known));
            Assert.Equal((304, tag, "*"), (answer.HasRequestId().Status, answer["ETag"], answer["Access-Control-Allow-Origin"]));
            Assert.Empty(answer.Bytes);
            Assert.Contains("max-age", answer["Cache-Control"], StringComparison.Ordinal);
        }

        var changed = await service.SendAsync(HttpMethod.Get, path ?? StatusPath, prepare: static request => request.Headers.TryAddWithoutValidation("If-None-Match", "\"other\""));
        Assert.Equal(200, changed.Status);
    }

    [Fact]
    public async Task Errors_of_public_data_can_be_read_by_any_page_too()
    {
        var unknown = await service.GetAsync(StatusPath + "0");
        unknown.IsError(404, "route_not_found");
        var format = await service.GetAsync(StatusPath + "?format=xml");
        Assert.Contains("bitstring", (string)format.IsError(400, "invalid_field_format")["message"]!, StringComparison.Ordinal);
        var document = await service.GetAsync("/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX.json");
        document.IsError(404, "credential_not_found");
        Assert.All([unknown, format, document], static answer => Assert.Equal("*", answer["Access-Control-Allow-Origin"]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("01hxyzabcdefghjkmnpqrstvwx-test-0")]
    [InlineData("01HXYZABCDEFGHJKMNPQRSTVWX-test-0")]
    [InlineData("01hxyzabcdefghjkmnpqrstvwx-test-99999999999999999999")]
    [InlineData("..%2f..%2fetc")]
    public async Task A_list_that_was_never_used_is_not_there(string name) => (await service.GetAsync("/status/" + name)).IsError(404, "route_not_found");

    [Fact]
    public async Task A_list_has_one_name_only()
    {
        var name = StatusPath["/status/".Length..];
        Assert.Equal(200, (await service.GetAsync("/status/" + name)).Status);
        (await service.GetAsync("/status/" + name.ToUpperInvariant())).IsError(404, "route_not_found");
        (await service.GetAsync($"/status/{name[..^1]}0{name[^1]}")).IsError(404, "route_not_found");
    }

    [Fact]
    public async Task A_credential_that_is_not_signed_yet_has_a_page_and_no_document()
    {
        var gate = new TaskCompletionSource();
        service.BeforeActivity = (name, _) => name == "SignBatch" ? gate.Task : Task.CompletedTask;
        try
        {
            await PageOf("pending", static document => Assert.Null(document));
        }
        finally
        {
            gate.SetResult();
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_credential_whose_batch_has_no_tree_yet_has_a_page()
    {
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        service.BeforeActivity = (name, _) =>
        {
            if (name != "BuildTree")
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return gate.Task;
        };
        try
        {
            await PageOf("pending", static document => Assert.Null(document), reached.Task);
        }
        finally
        {
            gate.SetResult();
            service.BeforeActivity = static (_, _) => Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_signed_credential_has_one_proof_until_it_is_anchored()
    {
        service.TestChain.Holds = true;
        try
        {
            await PageOf("signed", static document => Assert.Single(document!["proof"]!.AsArray()));
        }
        finally
        {
            service.TestChain.Release();
        }
    }

    private async Task PageOf(string status, Action<JsonNode?> check, Task? until = null)
    {
        var id = await service.AcceptedAsync(tenant.TestKey, Requests.Of(1));
        await (until ?? Task.CompletedTask);
        var batch = await service.WaitAsync(tenant.TestKey, id, status);
        var waiting = (string)batch["credentials"]![0]!["id"]!;
        var read = (await service.GetAsync("/v1/credentials/" + waiting, tenant.TestKey)).Json;
        Assert.Equal(status, (string?)read["status"]);
        check(read["signed_credential"]);
        var page = await service.GetAsync("/c/" + waiting);
        Assert.True(page.Status == 200, page.Text);
        Assert.Contains("Pending", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cryptographically verified", page.Text, StringComparison.Ordinal);
        // The page offers a document, and calls the credential signed, only where that is so.
        Assert.Equal(read["signed_credential"] is not null, page.Text.Contains($"/c/{waiting}.json", StringComparison.Ordinal));
        Assert.Equal(read["signed_credential"] is not null, page.Text.Contains("is signed and waits", StringComparison.Ordinal));
        if (read["signed_credential"] is null)
        {
            (await service.GetAsync($"/c/{waiting}.json")).IsError(404, "credential_not_found");
        }
    }

    private Task<Answer> WithAccept(string accept) => service.SendAsync(HttpMethod.Get, "/c/" + credential, prepare: request =>
        request.Headers.TryAddWithoutValidation("Accept", accept));

    private async Task<JsonNode> Data(string path, string mediaType)
    {
        var answer = await service.GetAsync(path);
        Assert.Equal((200, mediaType, "*"), (answer.HasRequestId().Status, answer["Content-Type"], answer["Access-Control-Allow-Origin"]));
        Assert.StartsWith("public", answer["Cache-Control"], StringComparison.Ordinal);
        return answer.Json;
    }
}
