using System.Globalization;

namespace Cairn.Tracking.Imports.Workbooks;

/// <summary>Dates as Excel counts them: days since the end of 1899, with a 29 February 1900 that never was, or since 1904.</summary>
internal static class ExcelDate
{
    private static readonly DateTime Epoch1900 = new(1899, 12, 30), Epoch1904 = new(1904, 1, 1);

    /// <summary>ISO, to the second; without the time when it is midnight. Null for what is no date.</summary>
    public static string? Text(double serial, bool from1904)
    {
        const double days = 2_958_466;
        if (serial is not (>= 0 and < days)) return null;
        DateTime date = (from1904 ? Epoch1904 : Epoch1900).AddSeconds(Math.Round((serial + (!from1904 && serial < 60 ? 1 : 0)) * 86_400));
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
