using System.Globalization;
using System.Text;

namespace LearnCoin.Core.Requests;

/// <summary>Where in a body we are; becomes a JSON pointer (RFC 6901) only when a fault is told.</summary>
internal sealed class JsonPath
{
    /// <summary>Longer member names are told at their object: a pointer must not carry megabytes back to the sender.</summary>
    private const int MaxNameInPointer = 128;

    public static readonly JsonPath Root = new(null, string.Empty);

    private readonly JsonPath? parent;
    private readonly string step;

    private JsonPath(JsonPath? parent, string step)
    {
        this.parent = parent;
        this.step = step;
    }

    public JsonPath Member(string name) => name.Length > MaxNameInPointer ? this : new JsonPath(this, name);

    public JsonPath Item(int index) => new(this, index.ToString(CultureInfo.InvariantCulture));

    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    private void AppendTo(StringBuilder text)
    {
        if (parent is null)
        {
            return;
        }

        parent.AppendTo(text);
        text.Append('/').Append(step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
    }
}
