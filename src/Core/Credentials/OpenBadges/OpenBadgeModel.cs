namespace LearnCoin.Core.Credentials.OpenBadges;

using static OpenBadgeType;

/// <summary>
/// The classes a tenant may fill, as a table: what the OB 3.0 JSON schema (ob_v3p0_achievementcredential_schema.json) and the OB 3.0
/// JSON-LD context 3.0.3 both define. A term that only one of them knows could not be signed (JSON-LD safe mode) or would fail the schema.
/// </summary>
internal static class OpenBadgeModel
{
    /// <summary>Values of <c>targetFramework</c> (seeds, alignment_framework_unknown).</summary>
    public static readonly IReadOnlyList<string> Frameworks = ["ESCO", "O*NET", "ISCED-F", "CUSTOM"];

    public static readonly OpenBadgeClass Criteria = new("Criteria", P("id", Link), P("narrative", Text))
    {
        TypeOptional = true,
        OneOf = ["narrative", "id"],
    };

    public static readonly OpenBadgeClass Alignment = new(
        "Alignment",
        P("id", Id),
        P("targetName", Text, required: true),
        P("targetUrl", Link, required: true),
        P("targetDescription", Text),
        P("targetFramework", Framework),
        P("targetCode", Text),
        Extensible("targetType", TargetTypes));

    public static readonly OpenBadgeClass Image = new("Image", P("id", ImageSource, required: true), P("caption", Text)) { SingleType = true };

    public static readonly OpenBadgeClass Related = new(
        "Related", P("id", Id, required: true), P("inLanguage", Language), P("version", Text));

    public static readonly OpenBadgeClass IdentifierEntry = new(
        "IdentifierEntry", P("identifier", Text, required: true), Extensible("identifierType", IdentifierTypes, required: true)) { SingleType = true };

    public static readonly OpenBadgeClass GeoCoordinates = new(
        "GeoCoordinates",
        P("latitude", Number, required: true) with { Range = (-90, 90) },
        P("longitude", Number, required: true) with { Range = (-180, 180) }) { SingleType = true };

    public static readonly OpenBadgeClass Address = new(
        "Address",
        P("id", Id),
        P("addressCountry", Text),
        P("addressCountryCode", Text),
        P("addressRegion", Text),
        P("addressLocality", Text),
        P("streetAddress", Text),
        P("postOfficeBoxNumber", Text),
        P("postalCode", Text),
        One("geo", () => GeoCoordinates));

    public static readonly OpenBadgeClass Profile = new(
        "Profile",
        P("id", Id, required: true),
        P("name", Text),
        P("url", Link),
        P("phone", Text),
        P("description", Text),
        P("endorsement", Unsupported),
        P("endorsementJwt", Unsupported),
        One("image", () => Image),
        P("email", Text),
        One("address", () => Address),
        Many("otherIdentifier", () => IdentifierEntry),
        P("official", Text),
        One("parentOrg", () => Profile!),
        P("familyName", Text),
        P("givenName", Text),
        P("additionalName", Text),
        P("patronymicName", Text),
        P("honorificPrefix", Text),
        P("honorificSuffix", Text),
        P("familyNamePrefix", Text),
        P("dateOfBirth", Date));

    public static readonly OpenBadgeClass RubricCriterionLevel = new(
        "RubricCriterionLevel",
        P("id", Id, required: true),
        P("name", Text, required: true),
        P("description", Text),
        P("level", Text),
        P("points", Text),
        Many("alignment", () => Alignment));

    public static readonly OpenBadgeClass ResultDescription = new(
        "ResultDescription",
        P("id", Id, required: true),
        P("name", Text, required: true),
        Extensible("resultType", ResultTypes, required: true),
        P("allowedValue", Text) with { Many = true },
        P("requiredLevel", Id),
        P("requiredValue", Text),
        P("valueMin", Text),
        P("valueMax", Text),
        Many("alignment", () => Alignment),
        Many("rubricCriterionLevel", () => RubricCriterionLevel));

    public static readonly OpenBadgeClass Achievement = new(
        "Achievement",
        P("id", Id),
        P("name", Text, required: true),
        P("description", Text, required: true),
        One("criteria", () => Criteria) with { Required = true },
        Extensible("achievementType", AchievementTypes),
        Many("alignment", () => Alignment),
        One("creator", () => Profile),
        P("creditsAvailable", Number),
        P("endorsement", Unsupported),
        P("endorsementJwt", Unsupported),
        P("fieldOfStudy", Text),
        P("humanCode", Text),
        One("image", () => Image),
        P("inLanguage", Language),
        Many("otherIdentifier", () => IdentifierEntry),
        Many("related", () => Related),
        Many("resultDescription", () => ResultDescription),
        P("specialization", Text),
        P("tag", Text) with { Many = true },
        P("version", Text));

    public static readonly OpenBadgeClass Evidence = new(
        "Evidence",
        P("id", Id),
        P("name", Text),
        P("description", Text),
        P("narrative", Text),
        P("genre", Text),
        P("audience", Text));

    public static readonly OpenBadgeClass Result = new(
        "Result",
        P("id", Id),
        P("resultDescription", Id),
        P("achievedLevel", Id),
        P("status", Enumeration) with { Values = ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"] },
        P("value", Text),
        Many("alignment", () => Alignment));

    private static string[] AchievementTypes =>
    [
        "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge", "BachelorDegree",
        "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency", "Course", "CoCurricular", "Degree",
        "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
        "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential",
        "ResearchDoctorate", "SecondarySchoolDiploma",
    ];

    private static string[] TargetTypes =>
        ["ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"];

    private static string[] IdentifierTypes =>
    [
        "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber", "isbn", "issn",
        "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId",
        "identifier",
    ];

    private static string[] ResultTypes =>
    [
        "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result", "RubricCriterion",
        "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
    ];

    private static OpenBadgeProperty P(string name, OpenBadgeType type, bool required = false) => new(name, type) { Required = required };

    private static OpenBadgeProperty One(string name, Func<OpenBadgeClass> type) => new(name, Object) { Class = type };

    private static OpenBadgeProperty Many(string name, Func<OpenBadgeClass> type) => new(name, Object) { Class = type, Many = true };

    private static OpenBadgeProperty Extensible(string name, string[] values, bool required = false) =>
        new(name, Enumeration) { Values = values, Extensible = true, Required = required };
}
