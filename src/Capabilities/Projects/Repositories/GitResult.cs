using System.Text;
using Cairn.Platform.Processes;

namespace Cairn.Projects;

/// <summary>What git answered.</summary>
internal sealed record GitResult(ProcessResult Process, byte[] Output, string Errors)
{
    public bool Succeeded => Process.Succeeded;

    /// <summary>Unreadable bytes become replacement characters.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>The fields of an answer with NUL after each.</summary>
    public string[] Fields => Text.Split('\0', StringSplitOptions.None) is [.. var fields, ""] ? fields : Text.Split('\0');
}
