using System.Globalization;
using System.Text;

namespace Cairn.Compute.Local.Groups;

/// <summary>The files of control groups: one value, or lines of a name and a value. A file whose controller is not on is not there.</summary>
internal static class GroupFiles
{
    /// <summary>False when the file is not there or the kernel does not take the value.</summary>
    public static bool TryWrite(string folder, string file, string value)
    {
        try
        {
            // As it is: a file of the kernel is neither made nor cut.
            using var stream = new FileStream(Path.Combine(folder, file), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
            stream.Write(Encoding.ASCII.GetBytes(value));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Empty when there is none.</summary>
    public static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public static string[] Words(string folder, string file) => Read(folder, file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The one value of a file, or that of the line with this name; null when it is not told or no number (<c>max</c>).</summary>
    public static long? Number(string folder, string file, string? name = null)
    {
        string[] words = Words(folder, file);
        int at = name is null ? 0 : Array.IndexOf(words, name) + 1;
        return (name is null || at > 0) && at < words.Length && long.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }
}
