using System.Runtime.InteropServices;

namespace Cairn.Platform.Sql;

/// <summary>Prefers the system's SQLite (bug fixes, STRICT, JSON operators) over the 3.35.5 inside the package.</summary>
public static class SystemSqlite
{
    private static readonly string[] Candidates = ["libsqlite3.so.0", "libsqlite3.dylib"];
    private static int _done;

    /// <summary>To be called before the first connection; it may be called again.</summary>
    public static void Initialize()
    {
        if (Interlocked.Exchange(ref _done, 1) == 1) return;
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, (name, _, _) =>
        {
            if (name != "e_sqlite3") return 0;
            foreach (string library in Candidates)
                if (NativeLibrary.TryLoad(library, out nint handle)) return handle;
            return 0; // the packaged one
        });
        SQLitePCL.Batteries_V2.Init();
    }
}
