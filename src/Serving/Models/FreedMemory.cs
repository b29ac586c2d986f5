using System.Runtime.InteropServices;

namespace Cairn.Serving.Models;

/// <summary>Gives back to the system what models held that are gone. The allocator of the C library else keeps it, in pieces between what is still used.</summary>
internal static partial class FreedMemory
{
    /// <summary>Takes about a millisecond; for a thread that no request waits for.</summary>
    public static void Return()
    {
        if (!OperatingSystem.IsLinux()) return;
        try { _ = Trim(0); }
        catch (EntryPointNotFoundException)
        {
            // Another C library than GNU's, which has no such call.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
