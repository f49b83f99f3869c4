using System.Collections.Immutable;

namespace LearnCoin.Api.Console.Csv;

/// <summary>A member of a credential of <c>POST /v1/batches</c> that a column can hold.</summary>
/// <param name="Name">In forms, in the names of texts, and as a header that is understood as it stands.</param>
/// <param name="Pointer">JSON pointer from the credential.</param>
/// <param name="Aliases">Headers that mean it, in English, Spanish and French, as <see cref="Fold"/> leaves them.</param>
public sealed record CsvField(string Name, string Pointer, params ImmutableArray<string> Aliases)
{
    public static readonly CsvField RecipientName = new(
        "recipient.name", "/recipient/name",
        "name", "recipient", "recipient name", "full name", "learner", "learner name", "student", "student name", "participant", "participant name",
        "nombre", "nombre completo", "nombre del destinatario", "destinatario", "alumno", "estudiante", "participante", "nombre y apellidos",
        "nom", "nom complet", "nom du destinataire", "destinataire", "etudiant", "eleve", "apprenant", "nom et prenom", "prenom et nom");

    public static readonly CsvField RecipientEmail = new(
        "recipient.email", "/recipient/email",
        "email", "e mail", "mail", "email address", "e mail address", "recipient email", "learner email", "student email",
        "correo", "correo electronico", "email del destinatario", "courriel", "adresse e mail", "adresse email", "adresse electronique", "adresse mail");

    public static readonly CsvField RecipientId = new(
        "recipient.id", "/recipient/id",
        "recipient id", "learner id", "recipient uuid", "uuid", "urn", "id del destinatario", "id destinatario", "id du destinataire", "id destinataire", "identifiant du destinataire");

    public static readonly CsvField AutoClaim = new(
        "recipient.auto_claim", "/recipient/auto_claim",
        "auto claim", "autoclaim", "claimed", "without mail", "sin correo", "reclamacion automatica", "sans courriel", "reclamation automatique");

    public static readonly CsvField AchievementName = new(
        "achievement.name", "/achievement/name",
        "achievement", "achievement name", "course", "course name", "course title", "title", "badge", "badge name", "certificate", "award", "qualification",
        "logro", "nombre del logro", "curso", "nombre del curso", "titulo", "insignia", "certificado",
        "accomplissement", "formation", "nom de la formation", "intitule", "cours", "nom du cours", "titre", "certificat");

    public static readonly CsvField Description = new(
        "achievement.description", "/achievement/description",
        "description", "achievement description", "course description", "summary", "descripcion", "descripcion del logro", "descripcion del curso", "resumen",
        "description de la formation", "description du cours", "resume");

    public static readonly CsvField Criteria = new(
        "achievement.criteria", "/achievement/criteria/narrative",
        "criteria", "criterion", "criteria narrative", "achievement criteria", "requirements", "criterio", "criterios", "requisitos", "critere", "criteres", "conditions", "exigences");

    public static readonly CsvField CriteriaUrl = new(
        "achievement.criteria.id", "/achievement/criteria/id",
        "criteria url", "criteria link", "criteria id", "url de criterios", "enlace de criterios", "url des criteres", "lien des criteres");

    public static readonly CsvField AchievementId = new(
        "achievement.id", "/achievement/id",
        "achievement id", "achievement url", "course url", "badge url", "id del logro", "url del logro", "url del curso", "id de la formation", "url de la formation");

    public static readonly CsvField AchievementType = new(
        "achievement.achievementType", "/achievement/achievementType",
        "achievement type", "achievementtype", "tipo de logro", "type d accomplissement");

    public static readonly CsvField Tag = new(
        "achievement.tag", "/achievement/tag", "tag", "tags", "keywords", "etiqueta", "etiquetas", "palabras clave", "mots cles", "etiquettes");

    public static readonly CsvField IssuanceDate = new(
        "issuanceDate", "/issuanceDate",
        "issuance date", "issuancedate", "issue date", "issued", "issued on", "issued at", "date", "valid from", "completion date", "date of issue",
        "fecha", "fecha de emision", "fecha de expedicion", "emitido", "date d emission", "date de delivrance", "delivre le");

    public static readonly CsvField ExpirationDate = new(
        "expirationDate", "/expirationDate",
        "expiration date", "expirationdate", "expiry date", "expiry", "expires", "expires on", "valid until", "valid to",
        "fecha de vencimiento", "fecha de caducidad", "vence", "caduca", "valido hasta", "date d expiration", "expire le", "valable jusqu au", "date de fin de validite");

    public static readonly CsvField ExternalId = new(
        "external_id", "/external_id",
        "external id", "externalid", "reference", "ref", "id externo", "referencia", "id externe", "identifiant externe", "student number", "matricula", "numero d etudiant");

    /// <summary>All of them, in the order in which they are asked for.</summary>
    public static IReadOnlyList<CsvField> All { get; } =
    [
        RecipientName, RecipientEmail, RecipientId, AutoClaim, AchievementName, Description, Criteria, CriteriaUrl, AchievementId, AchievementType, Tag,
        IssuanceDate, ExpirationDate, ExternalId,
    ];

    /// <summary>What tells one person or row from another cannot be the same for all rows.</summary>
    public bool CanBeSame => this != RecipientName && this != RecipientEmail && this != RecipientId && this != ExternalId;

    /// <summary>A credential needs it, from a column or the same for all; of the two criteria, one (see <see cref="CsvMapping.Missing"/>).</summary>
    public bool IsRequired => this == RecipientName || this == AchievementName || this == Description || this == IssuanceDate;

    /// <summary>
    /// The field that a pointer from the credential speaks of: the field's own, a part of it (a tag), or what it is part of (criteria that are
    /// missing). The field of the whole achievement is its longest; null: the credential as such.
    /// </summary>
    public static CsvField? At(string pointer, Func<CsvField, int> length)
    {
        var part = pointer + "/";
        return All.FirstOrDefault(field => part.StartsWith(field.Pointer + "/", StringComparison.Ordinal))
            ?? (pointer.Length == 0 ? null : All.Where(field => field.Pointer.StartsWith(part, StringComparison.Ordinal)).MaxBy(length));
    }

    public static CsvField? Named(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>A header without case, accents, punctuation and doubled spaces.</summary>
    public static string Fold(string header)
    {
        var letters = header.ToLowerInvariant().Select(static letter => Plain(letter) is var plain && char.IsLetterOrDigit(plain) ? plain : ' ').ToArray();
        return string.Join(' ', new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // By hand: the product runs without ICU, and these three languages have few accents.
    private static char Plain(char letter)
    {
        const string From = "áàâäãéèêëíìîïóòôöõúùûüñç";
        const string Onto = "aaaaaeeeeiiiiooooouuuunc";
        var at = From.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 ? letter : Onto[at];
    }
}
