using System.Runtime.Versioning;

// Rooms run child processes, pipes and file modes of POSIX.
[assembly: SupportedOSPlatform("linux")]
