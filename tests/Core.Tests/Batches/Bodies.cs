using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

/// <summary>Batch bodies for tests: the walkthrough's own (seeds/first-credential.txt, step 3 and 4) and variations of it.</summary>
internal static class Bodies
{
    public const string Did = "did:web:learncoin.example";
    public const string Origin = "https://learncoin.example";
    public const string RecipientId = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f";

    public const string Seed =
        """
        {"credentials":[{"recipient":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f","name":"Ada Lovelace","email":"ada@example.com"},
        "achievement":{"id":"https://yourschool.edu/credentials/intro-ml","name":"Introduction to Machine Learning",
        "description":"Completed the 12-week introductory course with distinction.",
        "criteria":{"narrative":"Passing grade (≥ 70%) on the final project plus peer-reviewed code submission."},
        "alignment":[{"targetFramework":"ESCO","targetCode":"S1.4.0","targetName":"Machine learning",
        "targetUrl":"https://esco.ec.europa.eu/en/classification/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2FS1.4.0"}]},
        "issuanceDate":"2026-04-23T12:00:01.234Z"}]}
        """;

    /// <summary>Every class and property of the model, used once.</summary>
    public const string Complete =
        """
        {"credentials":[{"recipient":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f","name":"Ada Lovelace","email":"ada@example.com","auto_claim":true},
        "achievement":{"id":"https://school.example/a/1","type":["Achievement"],"name":"Analytical engines","description":"≥ 70 % — \"done\" <b>\\o/</b>",
         "criteria":{"id":"https://school.example/a/1","type":"Criteria","narrative":"# Pass\n* all"},"achievementType":"Course","creditsAvailable":3.5,
         "alignment":[{"id":"https://t.example/#a","type":["Alignment"],"targetName":"t","targetUrl":"https://t.example/","targetDescription":"d","targetFramework":"CUSTOM","targetCode":"c","targetType":"CFItem"},
          {"targetName":"u","targetUrl":"https://t.example/","targetFramework":"O*NET","targetType":"ceterms:Credential"}],
         "creator":{"id":"https://school.example/","type":["Profile"],"name":"School","url":"https://school.example/","phone":"+1 222","description":"d","image":{"id":"https://school.example/l.png","type":"Image","caption":"c"},
          "email":"office@school.example","address":{"type":["Address"],"addressCountry":"Germany","addressCountryCode":"DE","addressRegion":"r","addressLocality":"l","streetAddress":"s","postOfficeBoxNumber":"1","postalCode":"2",
          "geo":{"type":"GeoCoordinates","latitude":52.5,"longitude":13}},"otherIdentifier":[{"type":"IdentifierEntry","identifier":"i","identifierType":"ext:vat"}],"official":"o",
          "parentOrg":{"id":"https://parent.example/","name":"Parent"},"familyName":"f","givenName":"g","additionalName":"a","patronymicName":"p","honorificPrefix":"h","honorificSuffix":"s","familyNamePrefix":"v","dateOfBirth":"1815-12-10"},
         "fieldOfStudy":"f","humanCode":"HC1","image":{"id":"data:image/png;base64,iVBORw0KGgo=","caption":"i"},"inLanguage":"en-GB",
         "otherIdentifier":[{"identifier":"1","identifierType":"isbn"}],"related":[{"id":"https://school.example/a/0","inLanguage":"de","version":"0"}],
         "resultDescription":[{"id":"urn:uuid:00000000-0000-4000-8000-000000000001","name":"Grade","resultType":"RubricCriterionLevel","allowedValue":["A","B"],"requiredLevel":"urn:uuid:00000000-0000-4000-8000-000000000002","requiredValue":"B","valueMin":"0","valueMax":"5",
          "alignment":[{"targetName":"t","targetUrl":"https://t.example/"}],"rubricCriterionLevel":[{"id":"urn:uuid:00000000-0000-4000-8000-000000000002","name":"High","description":"d","level":"1","points":"5","alignment":[{"targetName":"t","targetUrl":"https://t.example/"}]}]}],
         "specialization":"s","tag":["engine","maths"],"version":"1.0"},
        "evidence":[{"id":"https://school.example/e","type":["Evidence"],"name":"n","description":"d","narrative":"n","genre":"g","audience":"a"},{"narrative":"without id"}],
        "result":[{"type":["Result"],"resultDescription":"urn:uuid:00000000-0000-4000-8000-000000000001","achievedLevel":"urn:uuid:00000000-0000-4000-8000-000000000002","status":"Completed","value":"A","alignment":[{"targetName":"t","targetUrl":"https://t.example/"}]},{"value":"B"}],
        "tenant_metadata":{"course":7},"issuanceDate":"2026-04-23T14:00:01.5+02:00","expirationDate":"2031-04-23T12:00:00Z","external_id":"sis-4711"}]}
        """;

    public static ReservedIds Reserved { get; } = new([Did], Origin);

    public static Result<BatchRequest> Read(string body) => BatchRequestReader.Read(Encoding.UTF8.GetBytes(body), Reserved);

    public static Result<BatchRequest> Read(JsonNode body) => Read(body.ToJsonString());

    /// <summary>The seed's body with one change made to its credential.</summary>
    public static JsonNode With(Action<JsonObject> change)
    {
        var body = JsonNode.Parse(Seed)!;
        change(body["credentials"]![0]!.AsObject());
        return body;
    }

    /// <summary>The seed's body with the value at a pointer below the credential set, or removed when null.</summary>
    public static JsonNode WithValue(string pointer, string? json) => With(credential =>
    {
        var steps = pointer.Split('/')[1..];
        JsonNode at = credential;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step)]! : at.AsObject()[step]!;
        }

        var last = steps[^1].Replace("~1", "/").Replace("~0", "~");
        if (at is JsonArray array)
        {
            array.Insert(int.Parse(last), JsonNode.Parse(json!));
        }
        else if (json is null)
        {
            at.AsObject().Remove(last);
        }
        else
        {
            at[last] = JsonNode.Parse(json);
        }
    });
}
