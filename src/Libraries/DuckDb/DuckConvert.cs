using System.Globalization;
using System.Numerics;

namespace Cairn.DuckDb;

internal static class DuckConvert
{
    public static T? To<T>(object? value) => value switch
    {
        null => default,
        T same => same,
        BigInteger big => (T)Convert.ChangeType((decimal)big, Target<T>(), CultureInfo.InvariantCulture),
        _ => (T)Convert.ChangeType(value, Target<T>(), CultureInfo.InvariantCulture),
    };

    private static Type Target<T>() => Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
}
