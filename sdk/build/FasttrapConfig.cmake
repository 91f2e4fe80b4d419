# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# For programs with probes that are built by CMake (3.13 or newer).
#
#	find_package(Fasttrap REQUIRED)
#
#	add_executable(shop main.c)
#	target_link_libraries(shop PRIVATE Fasttrap::usdt)	for <usdt.h> and <sys/sdt.h>
#	dtrace_provider(shop shop.d)				for "shop.h", made of shop.d
#
# Probes in the call style want their sources in a library of objects; the program gets these
# objects, and one more that -G makes:
#
#	add_library(parts OBJECT main.c)
#	add_executable(shop)
#	dtrace_provider(shop shop.d CALLS parts)

cmake_minimum_required(VERSION 3.13)

# The folder that this was installed in knows the rest: PREFIX/share/cmake/Fasttrap.
get_filename_component(Fasttrap_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_program(Fasttrap_DTRACE NAMES dtrace-gen HINTS "${Fasttrap_PREFIX}/bin")
find_path(Fasttrap_INCLUDE_DIR usdt.h HINTS "${Fasttrap_PREFIX}/include"
	PATH_SUFFIXES fasttrap)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Fasttrap REQUIRED_VARS Fasttrap_DTRACE Fasttrap_INCLUDE_DIR)

if(Fasttrap_FOUND AND NOT TARGET Fasttrap::usdt)
	add_library(Fasttrap::usdt INTERFACE IMPORTED)
	set_target_properties(Fasttrap::usdt PROPERTIES
		INTERFACE_INCLUDE_DIRECTORIES "${Fasttrap_INCLUDE_DIR}")
endif()

# dtrace_provider(TARGET FILE.d [CALLS OBJECT_LIBRARY])
function(dtrace_provider target definition)
	cmake_parse_arguments(PARSE_ARGV 2 arg "" "CALLS" "")
	get_filename_component(definition "${definition}" ABSOLUTE)
	get_filename_component(name "${definition}" NAME_WE)
	set(header "${CMAKE_CURRENT_BINARY_DIR}/${name}.h")
	set(style asm)
	set(user ${target})
	if(arg_CALLS)
		set(style call)
		set(user ${arg_CALLS})
	endif()

	add_custom_command(OUTPUT "${header}"
		COMMAND "${Fasttrap_DTRACE}" -x header=${style} -h -s "${definition}"
			-o "${header}"
		DEPENDS "${definition}" VERBATIM)
	target_sources(${user} PRIVATE "${header}")
	target_include_directories(${user} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")

	if(arg_CALLS)
		set(objects $<TARGET_OBJECTS:${arg_CALLS}>)
		set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}-dtrace.o")
		add_custom_command(OUTPUT "${object}"
			COMMAND "${Fasttrap_DTRACE}" -x header=call -G -s "${definition}"
				-o "${object}" ${objects}
			DEPENDS "${definition}" ${objects}
			COMMAND_EXPAND_LISTS VERBATIM)
		set_source_files_properties("${object}" PROPERTIES
			EXTERNAL_OBJECT TRUE GENERATED TRUE)
		target_sources(${target} PRIVATE ${objects} "${object}")
		set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
	endif()
endfunction()
