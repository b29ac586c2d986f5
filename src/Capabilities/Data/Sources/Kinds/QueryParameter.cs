using System.Globalization;

namespace Cairn.Data.Sources.Kinds;

/// <summary>One parameter of an address' query; the others stay as they are written.</summary>
internal static class QueryParameter
{
    /// <summary>Its value; null when it is not there.</summary>
    public static string? Of(Uri address, string name)
        => Parts(address).Where(p => NameOf(p) == name).Select(p => p.Split('=', 2) is [_, var value] ? Uri.UnescapeDataString(value) : "").LastOrDefault();

    /// <summary>Its value as a number.</summary>
    public static long Number(Uri address, string name, long otherwise)
        => long.TryParse(Of(address, name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : otherwise;

    public static Uri Set(Uri address, string name, long value) => Set(address, name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The address with it, in place of any that is there.</summary>
    public static Uri Set(Uri address, string name, string value)
        => new UriBuilder(address) { Query = string.Join('&', Parts(address).Where(p => NameOf(p) != name).Append($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}")) }.Uri;

    private static string[] Parts(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(string part) => Uri.UnescapeDataString(part.Split('=')[0]);
}
