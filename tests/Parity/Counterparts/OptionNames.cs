using System.Collections;
using System.Reflection;

namespace LearnCoin.Parity.Counterparts;

/// <summary>Names of options as the configuration binder makes them of a class.</summary>
internal static class OptionNames
{
    public static IEnumerable<string> Of(Type type, string prefix = "")
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = prefix + property.Name;
            if (IsValue(property.PropertyType))
            {
                yield return name;
                continue;
            }

            if (typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType))
            {
                // Keys of lists are numbers.
                yield return name + ":*";
                continue;
            }

            var isMap = typeof(IDictionary).IsAssignableFrom(property.PropertyType);
            var inner = isMap ? property.PropertyType.GetGenericArguments()[1] : property.PropertyType;
            foreach (var nested in Of(inner, isMap ? name + ":*:" : name + ":"))
            {
                yield return nested;
            }
        }
    }

    private static bool IsValue(Type type) => type.IsValueType || type == typeof(string);
}
